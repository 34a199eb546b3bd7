//! What a builder takes for associations: rows to link, and builders of rows that are stored together with it.
use proc_macro2::TokenStream;
use quote::quote;

use super::builder::{Parameter, given, method, not_given};
use super::names::Names;
use super::{Expansion, nth, private, suffixed};
use crate::attr::Kind;
use crate::model::Model;
use crate::name;

/// The setter of an association.
pub(super) fn setter(expansion: &Expansion<'_>, parameters: &[Parameter], at: usize) -> TokenStream {
    match expansion.model.associations[at].kind {
        Kind::BelongsTo => parent(expansion, parameters, at),
        Kind::HasOne | Kind::HasMany => children(expansion, parameters, at),
        Kind::BelongsToMany => targets(expansion, parameters, at),
    }
}

/// `.project(&apollo)`, `.project(Project::build()…)`.
fn parent(expansion: &Expansion<'_>, parameters: &[Parameter], at: usize) -> TokenStream {
    let (model, orm) = (expansion.model, private(expansion.model));
    let Names { nested, given: taken, row, new, .. } = &expansion.names;
    let association = &model.associations[at];
    let (ident, vis, builder) = (&model.ident, &model.vis, suffixed(model, "Builder"));
    let positions = association.own_foreign_key(model);
    let returned = given(model, parameters, (&positions, &quote!(#new)));
    let bounds = not_given(model, parameters, &positions);
    let doc = format!(
        "Links the {}: an existing one, or a new one by its builder.",
        name::words(&association.name())
    );
    let (method, at) = (method(&association.naming.name), nth(&orm, at));
    quote! {
        #[doc = #doc]
        #vis fn #method<#taken, #row, #new>(self, row: #taken) -> #returned
        where
            #taken: #orm::Parent<#orm::At<#ident, #at>, #nested, Nested = #new, Checked = #row>,
            #row: #orm::Complete,
            #new: #orm::Nested<#ident>,
            #bounds
        {
            #builder(self.0.point(row), #orm::PhantomData)
        }
    }
}

/// `.tasks([Task::build()…])`, `.profile(Profile::build()…)`.
fn children(expansion: &Expansion<'_>, parameters: &[Parameter], at: usize) -> TokenStream {
    let (model, orm) = (expansion.model, private(expansion.model));
    let Names { nested, given: taken, row, .. } = &expansion.names;
    let association = &model.associations[at];
    let (ident, vis, target) = (&model.ident, &model.vis, &association.target);
    let (builder, name) = (suffixed(model, "Builder"), name::words(&association.name()));
    let (method, at) = (method(&association.naming.name), nth(&orm, at));
    let at = quote!(#orm::At<#ident, #at>);
    let (doc, argument, container, nest) = if association.kind == Kind::HasOne {
        let doc = format!("Adds a new {name}, stored after this row; or none, as an `Option`.");
        (doc, quote!(#taken), quote!(#taken), quote!(nest))
    } else {
        let doc = format!("Adds new {name}, stored after this row.");
        let (list, vec) = (quote!(impl #orm::IntoIterator<Item = #taken>), quote!(#orm::Vec<#taken>));
        (doc, list, vec, quote!(nest_all))
    };
    let leaves = quote! {
        #orm::Leaves<#at, #orm::Nth<{ #orm::check::key_to_leave(<#at as #orm::Association>::RELATION) }>>
    };
    // Before the rest, so that rustc speaks of the row that was given.
    let complete = if association.kind == Kind::HasOne {
        quote!(#taken: #orm::Children<#at, Checked = #row>, #row: #orm::Complete<#at> + #leaves)
    } else {
        quote!(#taken: #orm::Builds<#target, Checked = #row>, #row: #orm::Complete<#at> + #leaves)
    };
    let layer = quote!(#orm::WithChildren<#nested, #at, #container>);
    let returned = given(model, parameters, (&[], &layer));
    quote! {
        #[doc = #doc]
        #vis fn #method<#taken, #row>(self, rows: #argument) -> #returned
        where
            #complete,
            #layer: #orm::Nested<#ident>,
        {
            #builder(self.0.#nest(rows), #orm::PhantomData)
        }
    }
}

/// `.members([User::build()…])`, `.members([&ada])`, `.members([(&ada, Membership::build()…)])`.
fn targets(expansion: &Expansion<'_>, parameters: &[Parameter], at: usize) -> TokenStream {
    let (model, orm) = (expansion.model, private(expansion.model));
    let Names { nested, given: taken, row, new, .. } = &expansion.names;
    let association = &model.associations[at];
    let (ident, vis, builder) = (&model.ident, &model.vis, suffixed(model, "Builder"));
    let doc = format!(
        "Links the {}: new ones by their builders, existing ones; each alone, or in a pair with the builder of its \
         junction row.",
        name::words(&association.name())
    );
    let (method, at) = (method(&association.naming.name), nth(&orm, at));
    let at = quote!(#orm::At<#ident, #at>);
    let layer = quote!(#orm::WithTargets<#nested, #at, #new>);
    let returned = given(model, parameters, (&[], &layer));
    quote! {
        #[doc = #doc]
        #vis fn #method<#taken, #new, #row>(self, rows: impl #orm::IntoIterator<Item = #taken>) -> #returned
        where
            #taken: #orm::Target<#at, Row = #new, Through = #row>,
            #row: #orm::Joins<#at>,
            #layer: #orm::Nested<#ident>,
        {
            #builder(self.0.join(rows), #orm::PhantomData)
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
