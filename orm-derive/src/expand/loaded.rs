//! `ProjectWith`: a row with a slot for each association, and how an include fills a slot.
use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use super::{lints, number, suffixed};
use crate::model::{Model, located_at};
use crate::name;

/// The slots' type parameters, called like the associations, unless the model is called so.
fn parameters(model: &Model) -> Vec<Ident> {
    let taken = [model.name(), format!("{}With", model.name())];
    let parameter = |association: &crate::model::Association| {
        let mut name = name::camel(&association.name());
        while taken.contains(&name) {
            name.push('_');
        }
        Ident::new(&name, located_at(association.naming.name.span()))
    };
    model.associations.iter().map(parameter).collect()
}

/// The slots' fields, called like the associations.
fn fields(model: &Model) -> Vec<Ident> {
    let field = |association: &crate::model::Association| {
        let mut ident = association.naming.name.clone();
        ident.set_span(located_at(ident.span()));
        ident
    };
    model.associations.iter().map(field).collect()
}

/// The field that holds the row itself: no association is called so.
fn row() -> Ident {
    Ident::new("__row", Span::call_site())
}

/// `struct ProjectWith<Tasks = NotLoaded<…>, Owner = NotLoaded<…>>`.
pub(super) fn declaration(model: &Model) -> TokenStream {
    if model.associations.is_empty() {
        return TokenStream::new();
    }
    let (ident, vis, krate, with, row) =
        (&model.ident, &model.vis, &model.krate, suffixed(model, "With"), row());
    let doc = format!(
        "A `{}` with what was loaded of its associations; one that was not has no value.",
        model.name()
    );
    let (parameters, fields) = (parameters(model), fields(model));
    let docs =
        model.associations.iter().map(|association| format!("The `{}`, if included.", association.name()));
    let defaults = parameters.iter().enumerate().map(|(at, parameter)| {
        let at = number(at);
        quote!(#parameter = #krate::__private::NotLoaded<#krate::__private::At<#ident, #at>>)
    });
    let lints = lints();
    quote! {
        #[doc = #doc]
        #lints
        #vis struct #with<#(#defaults),*> {
            #row: #ident,
            #(#[doc = #docs] pub #fields: #parameters,)*
        }
    }
}

/// What a loaded row can do: everything that the row can, and what its slots can.
pub(super) fn implementation(model: &Model) -> TokenStream {
    if model.associations.is_empty() {
        return TokenStream::new();
    }
    let fills = (0..model.associations.len()).map(|at| fill(model, at));
    let (deref, traits) = (deref(model), traits(model));
    quote! {
        #deref
        #traits
        #(#fills)*
    }
}

fn deref(model: &Model) -> TokenStream {
    let (with, row, parameters) = (suffixed(model, "With"), row(), parameters(model));
    quote! {
        impl<#(#parameters),*> #with<#(#parameters),*> {
            /// The row alone.
            pub fn into_row(self) -> __Row {
                self.#row
            }
        }
        #[automatically_derived]
        impl<#(#parameters),*> ::core::ops::Deref for #with<#(#parameters),*> {
            type Target = __Row;
            fn deref(&self) -> &__Row {
                &self.#row
            }
        }
        #[automatically_derived]
        impl<#(#parameters),*> ::core::ops::DerefMut for #with<#(#parameters),*> {
            fn deref_mut(&mut self) -> &mut __Row {
                &mut self.#row
            }
        }
    }
}

/// `Clone`, `Debug` and `PartialEq`, where the row has them: the binder keeps rustc from deciding that here.
fn traits(model: &Model) -> TokenStream {
    let (with, row) = (suffixed(model, "With"), row());
    let (parameters, fields, name) = (parameters(model), fields(model), model.name());
    let names = model.associations.iter().map(crate::model::Association::name);
    quote! {
        #[automatically_derived]
        impl<#(#parameters: ::core::clone::Clone),*> ::core::clone::Clone for #with<#(#parameters),*>
        where
            for<'__a> __Row: ::core::clone::Clone,
        {
            fn clone(&self) -> Self {
                Self { #row: ::core::clone::Clone::clone(&self.#row), #(#fields: ::core::clone::Clone::clone(&self.#fields)),* }
            }
        }
        #[automatically_derived]
        impl<#(#parameters: ::core::fmt::Debug),*> ::core::fmt::Debug for #with<#(#parameters),*>
        where
            for<'__a> __Row: ::core::fmt::Debug,
        {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.debug_struct(#name).field("row", &self.#row)#(.field(#names, &self.#fields))*.finish()
            }
        }
        #[automatically_derived]
        impl<#(#parameters: ::core::cmp::PartialEq),*> ::core::cmp::PartialEq for #with<#(#parameters),*>
        where
            for<'__a> __Row: ::core::cmp::PartialEq,
        {
            fn eq(&self, other: &Self) -> bool {
                self.#row == other.#row #(&& self.#fields == other.#fields)*
            }
        }
    }
}

/// How one slot is filled: of a row that has nothing yet, and of one that has other slots filled.
fn fill(model: &Model, at: usize) -> TokenStream {
    let (with, row, parameters, fields) = (suffixed(model, "With"), row(), parameters(model), fields(model));
    let others: Vec<_> =
        parameters.iter().enumerate().filter(|(nth, _)| *nth != at).map(|(_, found)| found).collect();
    let (place, field) = (number(at), &fields[at]);
    let other_fields: Vec<_> =
        fields.iter().enumerate().filter(|(nth, _)| *nth != at).map(|(_, found)| found).collect();
    let only = (0..parameters.len()).map(|nth| {
        let place = number(nth);
        if nth == at { quote!(__V) } else { quote!(__orm::NotLoaded<__orm::At<__Row, #place>>) }
    });
    let swapped = |filled: TokenStream| {
        let slots = parameters
            .iter()
            .enumerate()
            .map(move |(nth, found)| if nth == at { filled.clone() } else { quote!(#found) });
        quote!(#with<#(#slots),*>)
    };
    let (empty, filled) = (swapped(quote!(__orm::NotLoaded<__orm::At<__Row, #place>>)), swapped(quote!(__V)));
    quote! {
        #[automatically_derived]
        impl<__V> __orm::Fill<__orm::At<__Row, #place>, __V> for __Row {
            type Filled = #with<#(#only),*>;
            fn fill(self, value: __V) -> Self::Filled {
                #with { #row: self, #field: value, #(#other_fields: ::core::default::Default::default()),* }
            }
        }
        #[automatically_derived]
        impl<__V, #(#others),*> __orm::Fill<__orm::At<__Row, #place>, __V> for #empty {
            type Filled = #filled;
            fn fill(self, value: __V) -> Self::Filled {
                #with { #row: self.#row, #field: value, #(#other_fields: self.#other_fields),* }
            }
        }
    }
}
