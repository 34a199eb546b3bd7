//! What a builder takes for associations: rows to link, and builders of rows that are stored together with it.
use proc_macro2::TokenStream;
use quote::quote;

use super::builder::{Parameter, given, method, not_given};
use super::names::Names;
use super::{Expansion, at, private, suffixed};
use crate::attr::Kind;
use crate::model::Model;
use crate::name;

/// The setter of an association.
pub(super) fn setter(expansion: &Expansion<'_>, parameters: &[Parameter], nth: usize) -> TokenStream {
    match expansion.model.associations[nth].kind {
        Kind::BelongsTo => parent(expansion, parameters, nth),
        Kind::HasOne | Kind::HasMany => children(expansion, parameters, nth),
        Kind::BelongsToMany => targets(expansion, parameters, nth),
    }
}

/// `.project(&apollo)`, `.project(Project::build()…)`.
fn parent(expansion: &Expansion<'_>, parameters: &[Parameter], nth: usize) -> TokenStream {
    let (model, orm) = (expansion.model, private(expansion.model));
    let Names { nested, given: taken, row, new, whole, .. } = &expansion.names;
    let association = &model.associations[nth];
    let (ident, vis, builder) = (&model.ident, &model.vis, suffixed(model, "Builder"));
    let positions = association.own_foreign_key(model);
    let returned = given(model, parameters, (&positions, &quote!(#whole)));
    let bounds = not_given(model, parameters, &positions);
    let doc = format!(
        "Links the {}: an existing one, or a new one by its builder.",
        name::words(&association.name())
    );
    let (method, at) = (method(&association.naming.name), at(model, nth));
    quote! {
        #[doc = #doc]
        #vis fn #method<#taken, #row, #new, #whole>(self, row: #taken) -> #returned
        where
            #taken: #orm::Parent<#at, #nested, Nested = #new, Checked = #row>,
            #row: #orm::Complete,
            #new: #orm::Nested<#ident, Itself = #whole>,
            #bounds
        {
            #builder(self.0.point(row).itself(), #orm::PhantomData)
        }
    }
}

/// `.tasks([Task::build()…])`, `.profile(Profile::build()…)`.
fn children(expansion: &Expansion<'_>, parameters: &[Parameter], nth: usize) -> TokenStream {
    let (model, orm) = (expansion.model, private(expansion.model));
    let Names { nested, given: taken, row, new, whole, .. } = &expansion.names;
    let association = &model.associations[nth];
    let (ident, vis, target) = (&model.ident, &model.vis, &association.target);
    let (builder, name) = (suffixed(model, "Builder"), name::words(&association.name()));
    let (method, at) = (method(&association.naming.name), at(model, nth));
    let (doc, argument, nest) = if association.kind == Kind::HasOne {
        let doc = format!("Adds a new {name}, stored after this row; or none, as an `Option`.");
        (doc, quote!(#taken), quote!(nest))
    } else {
        let doc = format!("Adds new {name}, stored after this row.");
        (doc, quote!(impl #orm::IntoIterator<Item = #taken>), quote!(nest_all))
    };
    let leaves = quote! {
        #orm::Leaves<#at, <#at as #orm::HasKey>::ToLeave>
    };
    // What is nested is named through the row that was given, so that rustc speaks of that alone.
    let nests = if association.kind == Kind::HasOne {
        quote!(#orm::Children<#at, Checked = #row, Layer<#nested> = #new>)
    } else {
        quote!(#orm::NestedBy<#target, #at, #nested, Checked = #row, Layer = #new>)
    };
    let returned = given(model, parameters, (&[], &quote!(#whole)));
    quote! {
        #[doc = #doc]
        #vis fn #method<#taken, #row, #new, #whole>(self, rows: #argument) -> #returned
        where
            #taken: #nests,
            #row: #orm::Complete<#at> + #leaves,
            #new: #orm::Nested<#ident, Itself = #whole>,
        {
            #builder(self.0.#nest::<#at, _>(rows).itself(), #orm::PhantomData)
        }
    }
}

/// `.members([User::build()…])`, `.members([&ada])`, `.members([(&ada, Membership::build()…)])`.
fn targets(expansion: &Expansion<'_>, parameters: &[Parameter], nth: usize) -> TokenStream {
    let (model, orm) = (expansion.model, private(expansion.model));
    let Names { nested, given: taken, row, new, whole, .. } = &expansion.names;
    let association = &model.associations[nth];
    let (ident, vis, builder) = (&model.ident, &model.vis, suffixed(model, "Builder"));
    let doc = format!(
        "Links the {}: new ones by their builders, existing ones; each alone, or in a pair with the builder of its \
         junction row.",
        name::words(&association.name())
    );
    let (method, at) = (method(&association.naming.name), at(model, nth));
    let layer = quote!(#orm::WithTargets<#nested, #at, #new>);
    let returned = given(model, parameters, (&[], &quote!(#whole)));
    quote! {
        #[doc = #doc]
        #vis fn #method<#taken, #new, #row, #whole>(self, rows: impl #orm::IntoIterator<Item = #taken>) -> #returned
        where
            #taken: #orm::Target<#at, Row = #new, Through = #row>,
            #row: #orm::Joins<#at>,
            #new: #orm::Joined<#at>,
            #layer: #orm::Nested<#ident, Itself = #whole>,
        {
            #builder(self.0.join(rows).itself(), #orm::PhantomData)
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
