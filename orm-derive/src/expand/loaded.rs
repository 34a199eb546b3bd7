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
    let (with, row, parameters, fields) = (suffixed(model, "With"), row(), parameters(model), fields(model));
    let (name, names) = (model.name(), model.associations.iter().map(crate::model::Association::name));
    quote! {
        __orm::loaded_row! { #with #name [#(#parameters)*] #row: __Row, [#(#fields = #names)*] }
        #(#fills)*
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
        impl __orm::Named<#place> for __Row {
            type Association = __orm::At<__Row, #place>;
        }
        #[automatically_derived]
        impl<__V> __orm::Fill<__orm::At<__Row, #place>, __V> for __Row {
            type Filled = #with<#(#only),*>;
            type Passed<__T> = __T;
            fn fill(self, value: __V) -> Self::Filled {
                #with { #row: self, #field: value, #(#other_fields: ::core::default::Default::default()),* }
            }
        }
        #[automatically_derived]
        impl<__V, #(#others),*> __orm::Fill<__orm::At<__Row, #place>, __V> for #empty {
            type Filled = #filled;
            type Passed<__T> = __T;
            fn fill(self, value: __V) -> Self::Filled {
                #with { #row: self.#row, #field: value, #(#other_fields: self.#other_fields),* }
            }
        }
    }
}
