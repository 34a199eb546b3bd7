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
        Kind::BelongsToMany => targets(model, parameters, at),
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

/// `.members([User::build()…])`, `.members([&ada])`, `.members([(&ada, Membership::build()…)])`.
fn targets(model: &Model, parameters: &[Parameter], at: usize) -> TokenStream {
    let association = &model.associations[at];
    let (ident, vis, builder) = (&model.ident, &model.vis, suffixed(model, "Builder"));
    let doc = format!(
        "Links the {}: new ones by their builders, existing ones; each alone, or in a pair with the builder of its \
         junction row.",
        name::words(&association.name())
    );
    let (method, at) = (method(&association.naming.name), number(at));
    let at = quote!(__orm::At<#ident, #at>);
    let layer = quote!(__orm::WithTargets<__Nested, #at, __New>);
    let returned = given(model, parameters, (&[], &layer));
    quote! {
        #[doc = #doc]
        #vis fn #method<__Item, __New, __Through>(self, rows: impl __orm::IntoIterator<Item = __Item>) -> #returned
        where
            __Item: __orm::Target<#at, Row = __New, Through = __Through>,
            __Through: __orm::Joins<#at>,
            #layer: __orm::Nested<#ident>,
        {
            #builder(self.0.join(rows), __orm::PhantomData)
        }
    }
}

/// That the builder denotes a new row.
pub(super) fn implementation(model: &Model, parameters: &[Parameter]) -> TokenStream {
    let builder = suffixed(model, "Builder");
    let names: Vec<_> = parameters.iter().map(|parameter| &parameter.ident).collect();
    quote! {
        #[automatically_derived]
        impl<#(#names,)* __Nested> __orm::Denotes for #builder<#(#names,)* __Nested> {
            type Row = __orm::NewRow;
        }
    }
}
