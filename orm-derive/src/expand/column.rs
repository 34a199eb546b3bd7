//! A constant and a type for each column.
use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};

use super::{Expansion, Items, hidden, nth, number};
use crate::attr::Unique;
use crate::model::{Model, located_at, rename};
use crate::name;

/// `Task::TITLE` and `Task::PROJECT`.
pub(super) fn constants(model: &Model) -> TokenStream {
    let ident = &model.ident;
    let mut constants = Items::default();
    for at in 0..model.columns.len() {
        column(model, at, &mut constants);
    }
    for at in 0..model.associations.len() {
        association(model, at, &mut constants);
    }
    super::polymorphic::constants(model, &mut constants);
    let constants = constants.tokens;
    quote! {
        #[automatically_derived]
        impl #ident {
            #constants
        }
    }
}

fn column(model: &Model, at: usize, constants: &mut Items) {
    let (ident, column) = (&model.ident, &model.columns[at]);
    let (vis, ty, constant) = (&column.vis, &column.ty, constant(&column.ident));
    let is_unique = model.key == [at] || matches!(column.options.unique, Some(Unique::Alone(true)));
    let uniqueness = if is_unique { quote!(, __orm::Unique) } else { TokenStream::new() };
    let (doc, at) = (format!("The column `{}`.", column.field), number(at));
    let item = quote! {
        #[doc = #doc]
        #vis const #constant: __orm::Column<#ident, #ty #uniqueness> = __orm::Column::new(#at);
    };
    constants.push(&constant, item);
}

fn association(model: &Model, at: usize, constants: &mut Items) {
    let (ident, vis, association) = (&model.ident, &model.vis, &model.associations[at]);
    let constant = constant(&association.naming.name);
    let (doc, at) = (format!("The association `{}`.", association.name()), nth(&quote!(__orm), at));
    let item = quote! {
        #[doc = #doc]
        #vis const #constant: __orm::Path<__orm::At<#ident, #at>> = __orm::Path::new();
    };
    constants.push(&constant, item);
}

pub(super) fn constant(field: &Ident) -> Ident {
    let mut constant = rename(field, &name::constant(&syn::ext::IdentExt::unraw(field).to_string()));
    constant.set_span(located_at(field.span()));
    constant
}

/// The type that is called like the field, for messages, and what is known of the column by its position.
pub(super) fn types(expansion: &Expansion<'_>) -> TokenStream {
    let model = expansion.model;
    let vis = &model.vis;
    let types = model.columns.iter().enumerate().map(|(at, column)| {
        let name = &expansion.names.columns[at];
        let (ty, doc) = (reported_type(expansion, at), format!("The column `{}`.", column.field));
        let at = nth(&quote!(__orm), at);
        quote! {
            #[doc = #doc]
            #vis enum #name {}
            #[automatically_derived]
            impl __orm::ColumnAt<#at> for __Row {
                type Name = #name;
                type Type = #ty;
            }
        }
    });
    quote!(#(#types)*)
}

/// The type at the one place that asks for a column type, so that a type that is none is reported once.
fn reported_type(expansion: &Expansion<'_>, at: usize) -> TokenStream {
    let column = &expansion.model.columns[at];
    let is_association =
        expansion.model.associations.iter().any(|association| association.name() == column.field);
    // `tasks: Vec<Task>` beside `#[has_many(Task)]` has been reported already.
    if expansion.is_inert && is_association {
        return quote!(i64);
    }
    let mut ty = hidden("Type", at);
    ty.set_span(column.type_span());
    quote!(#ty)
}

/// What is known only when the types are: each evaluated by itself, at the user's type.
pub(super) fn checks(expansion: &Expansion<'_>) -> TokenStream {
    if expansion.is_inert {
        return TokenStream::new();
    }
    let checks = expansion.model.columns.iter().enumerate().map(|(at, column)| {
        let (number, at, is_optional) = (at, number(at), column.is_optional());
        let spelling = column
            .may_hide_an_option()
            .then(|| quote!(option_is_spelled_out(<__Row as __orm::Model>::DESCRIPTION, #at, #is_optional)));
        let stamp = column
            .options
            .is_stamp()
            .then(|| quote!(stamp_holds_a_moment(<__Row as __orm::Model>::DESCRIPTION, #at)));
        let references = column.options.references.as_ref().map(|(target, field)| {
            let call = quote!(reference(<__Row as __orm::Model>::DESCRIPTION, __orm::Known::<#target>::DESCRIPTION, #at));
            let check = at_span(call, field.span());
            // The bound says so if it is no model; its description would only be empty.
            quote!(let _ = <#target as __orm::Model>::IDENTITY; #check)
        });
        let calls = spelling.into_iter().chain(stamp).map(|call| at_span(call, column.type_span()));
        let name = &expansion.names.checks[number];
        let calls: Vec<_> = calls.chain(references).collect();
        (!calls.is_empty()).then(|| quote!(const #name: () = { #(#calls;)* };))
    });
    quote!(#(#checks)*)
}

/// `__orm::check::…`, every token at one place: the error is reported at the whole expression.
fn at_span(call: TokenStream, span: Span) -> TokenStream {
    let call: TokenStream = call
        .into_iter()
        .map(|mut token| {
            token.set_span(span);
            token
        })
        .collect();
    quote_spanned!(span=> __orm::check::#call)
}
