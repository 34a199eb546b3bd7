//! The builder: one type parameter per column that a row cannot do without.
use proc_macro2::{Ident, TokenStream};
use quote::quote;
use syn::ext::IdentExt as _;

use super::{Expansion, Items, hidden, lints, nested, number, suffixed};
use crate::model::{Association, Column, Model, located_at};
use crate::name;

/// A column that the builder keeps account of.
pub(super) struct Parameter {
    position: usize,
    pub(super) ident: Ident,
}

/// The parameters, called like the columns' fields, unless something that the struct mentions is called so.
fn parameters(model: &Model) -> Vec<Parameter> {
    let mut taken = mentioned(model);
    let required = (0..model.columns.len()).filter(|&at| model.is_required(at));
    required
        .map(|position| {
            let mut name = name::camel(&model.columns[position].field);
            while taken.contains(&name) {
                name.push('_');
            }
            let ident = Ident::new(&name, located_at(model.columns[position].ident.span()));
            taken.push(name);
            Parameter { position, ident }
        })
        .collect()
}

/// Every name in the struct's types and targets, which a parameter must not hide.
fn mentioned(model: &Model) -> Vec<String> {
    fn collect(tokens: TokenStream, names: &mut Vec<String>) {
        for token in tokens {
            match token {
                proc_macro2::TokenTree::Ident(ident) => names.push(ident.unraw().to_string()),
                proc_macro2::TokenTree::Group(group) => collect(group.stream(), names),
                _ => {}
            }
        }
    }
    let mut names = vec![model.name(), format!("{}Builder", model.name())];
    for Column { ty, .. } in &model.columns {
        collect(quote!(#ty), &mut names);
    }
    for Association { target, .. } in &model.associations {
        collect(target.clone(), &mut names);
    }
    for polymorphic in &model.polymorphics {
        names.push(polymorphic.enum_name());
        names.push(format!("{}Key", polymorphic.enum_name()));
        polymorphic.kinds.iter().for_each(|kind| collect(kind.target.clone(), &mut names));
    }
    names
}

/// `struct TaskBuilder<Title = Missing, …>`.
pub(super) fn declaration(model: &Model) -> TokenStream {
    let (ident, vis, krate, builder) = (&model.ident, &model.vis, &model.krate, suffixed(model, "Builder"));
    let doc = format!("Builds a new `{}`.", model.name());
    let parameters = parameters(model);
    let names: Vec<_> = parameters.iter().map(|parameter| &parameter.ident).collect();
    let this = &model.ident;
    let defaults = parameters.iter().map(|Parameter { position, ident }| {
        if model.is_own_key(*position) {
            quote!(#ident = <#this as #krate::__private::Keyed>::AsKey)
        } else {
            quote!(#ident = #krate::__private::Missing)
        }
    });
    let lints = lints();
    quote! {
        #[doc = #doc]
        #[must_use]
        #lints
        #vis struct #builder<#(#defaults,)* __Nested = #krate::__private::Plain>(
            #krate::__private::Growing<#ident, __Nested>,
            #krate::__private::PhantomData<fn() -> (#(#names,)*)>,
        );
    }
}

/// What the builder begins with for a key that the database may count up.
pub(super) fn key_state(model: &Model) -> Option<TokenStream> {
    let at = (0..model.columns.len()).find(|&at| model.is_own_key(at) && model.is_required(at))?;
    let (ident, ty) = (&model.ident, hidden("Type", at));
    Some(quote! {
        #[automatically_derived]
        impl __orm::Keyed for #ident {
            type AsKey = __orm::StateOf<{ __orm::Typed::<#ty>::IS_COUNTED }>;
        }
    })
}

pub(super) fn implementation(expansion: &Expansion<'_>) -> TokenStream {
    let model = expansion.model;
    let (ident, builder, parameters) = (&model.ident, suffixed(model, "Builder"), parameters(model));
    let names: Vec<_> = parameters.iter().map(|parameter| &parameter.ident).collect();
    let (setters, complete) = (setters(model, &parameters), complete(expansion, &parameters));
    let nesting = nested::implementation(model, &parameters);
    quote! {
        #[automatically_derived]
        impl<#(#names,)* __Nested> #builder<#(#names,)* __Nested> {
            #setters
        }
        #[automatically_derived]
        impl<#(#names,)* __Nested> ::core::fmt::Debug for #builder<#(#names,)* __Nested> {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Debug::fmt(&self.0, f)
            }
        }
        #[automatically_derived]
        impl<#(#names: __orm::State,)* __Nested: __orm::Nested<#ident>> __orm::Builder
            for #builder<#(#names,)* __Nested>
        {
            type Model = #ident;
            type Nested = __Nested;
            type Stored = __Nested::Output;
            fn into_parts(self) -> (__orm::Draft<#ident>, __Nested) {
                self.0.into_parts()
            }
        }
        #nesting
        #complete
    }
}

fn setters(model: &Model, parameters: &[Parameter]) -> TokenStream {
    let mut setters = Items::default();
    for at in 0..model.columns.len() {
        setters.push(&model.columns[at].ident, column(model, parameters, at));
    }
    for at in 0..model.associations.len() {
        setters.push(&model.associations[at].naming.name, nested::setter(model, parameters, at));
    }
    super::polymorphic::setters(model, parameters, &mut setters);
    setters.tokens
}

/// After a mistake nothing is required: a key may have a name that no association fills.
fn complete(expansion: &Expansion<'_>, parameters: &[Parameter]) -> TokenStream {
    let (ident, builder) = (&expansion.model.ident, suffixed(expansion.model, "Builder"));
    let names: Vec<_> = parameters.iter().map(|parameter| &parameter.ident).collect();
    let given =
        parameters.iter().filter(|_| !expansion.is_inert).map(|Parameter { position, ident: name }| {
            let at = number(*position);
            quote!(#name: __orm::Given<#ident, __orm::NameOf<#ident, #at>, __Provider, #at>)
        });
    quote! {
        #[automatically_derived]
        impl<#(#names: __orm::State,)* __Nested: __orm::Nested<#ident>, __Provider> __orm::Complete<__Provider>
            for #builder<#(#names,)* __Nested>
        where
            #(#given),*
        {}
    }
}

/// The builder after these columns are given, and this is nested.
pub(super) fn given(
    model: &Model,
    parameters: &[Parameter],
    (positions, nested): (&[usize], &TokenStream),
) -> TokenStream {
    let builder = suffixed(model, "Builder");
    let states =
        parameters.iter().map(
            |Parameter { position, ident }| {
                if positions.contains(position) { quote!(__orm::Set) } else { quote!(#ident) }
            },
        );
    quote!(#builder<#(#states,)* #nested>)
}

/// What must not have been given before; a key that the database would count up may always be given.
pub(super) fn not_given(model: &Model, parameters: &[Parameter], positions: &[usize]) -> TokenStream {
    let ident = &model.ident;
    let bounds: Vec<_> = parameters
        .iter()
        .filter(|parameter| positions.contains(&parameter.position) && !model.is_own_key(parameter.position))
        .map(|Parameter { position, ident: name }| {
            let at = number(*position);
            quote!(#name: __orm::NotGiven<#ident, __orm::NameOf<#ident, #at>>)
        })
        .collect();
    quote!(#(#bounds),*)
}

/// `.title("Design")`.
fn column(model: &Model, parameters: &[Parameter], at: usize) -> TokenStream {
    let column = &model.columns[at];
    let (vis, ty) = (&column.vis, &column.ty);
    let (returned, bounds) =
        (given(model, parameters, (&[at], &quote!(__Nested))), not_given(model, parameters, &[at]));
    let (doc, builder) = (format!("Gives the column `{}`.", column.field), suffixed(model, "Builder"));
    let (method, at) = (method(&column.ident), number(at));
    quote! {
        #[doc = #doc]
        #vis fn #method(self, value: impl __orm::Storable<#ty>) -> #returned where #bounds {
            #builder(self.0.set(#at, __orm::Storable::into_stored(value)), __orm::PhantomData)
        }
    }
}

/// A setter's name, at its place.
pub(super) fn method(name: &Ident) -> Ident {
    let mut method = name.clone();
    method.set_span(located_at(name.span()));
    method
}
