//! What a builder takes for associations: rows to link, and builders of rows that are stored together with it.
use proc_macro2::TokenStream;
use quote::quote;

use super::builder::{Parameter, given, method, not_given};
use super::{number, suffixed};
use crate::attr::Kind;
use crate::model::Model;
use crate::name;

/// The setter of an association.
pub(super) fn setter(model: &Model, parameters: &[Parameter], at: usize) -> TokenStream {
    match model.associations[at].kind {
        Kind::BelongsTo => parent(model, parameters, at),
        Kind::HasOne | Kind::HasMany => children(model, parameters, at),
        Kind::BelongsToMany => TokenStream::new(),
    }
}

/// `.project(&apollo)`, `.project(Project::build()…)`.
fn parent(model: &Model, parameters: &[Parameter], at: usize) -> TokenStream {
    let association = &model.associations[at];
    let (ident, vis, builder) = (&model.ident, &model.vis, suffixed(model, "Builder"));
    let positions = association.own_foreign_key(model);
    let returned = given(model, parameters, (&positions, &quote!(__New)));
    let bounds = not_given(model, parameters, &positions);
    let doc = format!(
        "Links the {}: an existing one, or a new one by its builder.",
        name::words(&association.name())
    );
    let (method, at) = (method(&association.naming.name), number(at));
    quote! {
        #[doc = #doc]
        #vis fn #method<__Parent, __New>(self, row: __Parent) -> #returned
        where
            __Parent: __orm::Parent<__orm::At<#ident, #at>, __Nested, Nested = __New>,
            __New: __orm::Nested<#ident>,
            #bounds
        {
            #builder(self.0.point(row), __orm::PhantomData)
        }
    }
}

/// `.tasks([Task::build()…])`, `.profile(Profile::build()…)`.
fn children(model: &Model, parameters: &[Parameter], at: usize) -> TokenStream {
    let association = &model.associations[at];
    let (ident, vis) = (&model.ident, &model.vis);
    let (builder, name) = (suffixed(model, "Builder"), name::words(&association.name()));
    let (method, at) = (method(&association.naming.name), number(at));
    let at = quote!(__orm::At<#ident, #at>);
    let (doc, argument, container, nest) = if association.kind == Kind::HasOne {
        let doc = format!("Adds a new {name}, stored after this row; or none, as an `Option`.");
        (doc, quote!(__Child), quote!(__Child), quote!(nest))
    } else {
        let doc = format!("Adds new {name}, stored after this row.");
        let (list, vec) = (quote!(impl __orm::IntoIterator<Item = __Child>), quote!(__orm::Vec<__Child>));
        (doc, list, vec, quote!(nest_all))
    };
    // Said twice, for rustc to point at the setter if a column is missing.
    let complete = (association.kind != Kind::HasOne).then(|| quote!(__Child: __orm::Complete<#at>,));
    let layer = quote!(__orm::WithChildren<__Nested, #at, #container>);
    let returned = given(model, parameters, (&[], &layer));
    quote! {
        #[doc = #doc]
        #vis fn #method<__Child>(self, rows: #argument) -> #returned
        where
            #complete
            #layer: __orm::Nested<#ident>,
        {
            #builder(self.0.#nest(rows), __orm::PhantomData)
        }
    }
}

/// How the builder nests in another one, as the row that it points to.
pub(super) fn implementation(model: &Model, parameters: &[Parameter]) -> TokenStream {
    let (ident, builder) = (&model.ident, suffixed(model, "Builder"));
    let names: Vec<_> = parameters.iter().map(|parameter| &parameter.ident).collect();
    quote! {
        #[automatically_derived]
        impl<#(#names: __orm::State,)* __Nested: __orm::Nested<#ident>, __A, __Outer> __orm::Parent<__A, __Outer>
            for #builder<#(#names,)* __Nested>
        where
            __A: __orm::Association<Target = #ident>,
        {
            type Nested = __orm::WithParent<__Outer, __A, Self>;
            fn attach(self, _: &mut __orm::Draft<__A::Source>, outer: __Outer) -> Self::Nested {
                __orm::WithParent::new(outer, self)
            }
        }
    }
}
