//! A constant and a type for each column.
use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::{hidden, number};
use crate::attr::Unique;
use crate::model::{Model, located_at, rename};
use crate::name;

/// `Task::TITLE` and `Task::PROJECT`.
pub(super) fn constants(model: &Model) -> TokenStream {
    let ident = &model.ident;
    let columns = (0..model.columns.len()).map(|at| column(model, at));
    let associations = (0..model.associations.len()).map(|at| association(model, at));
    quote! {
        #[automatically_derived]
        impl #ident {
            #(#columns)*
            #(#associations)*
        }
    }
}

fn column(model: &Model, at: usize) -> TokenStream {
    let (ident, column) = (&model.ident, &model.columns[at]);
    let (vis, ty, constant) = (&column.vis, &column.ty, constant(&column.ident));
    let is_unique = model.key == [at] || matches!(column.options.unique, Some(Unique::Alone(true)));
    let uniqueness = if is_unique { quote!(, __orm::Unique) } else { TokenStream::new() };
    let (doc, at) = (format!("The column `{}`.", column.field), number(at));
    quote! {
        #[doc = #doc]
        #vis const #constant: __orm::Column<#ident, #ty #uniqueness> = __orm::Column::new(#at);
    }
}

fn association(model: &Model, at: usize) -> TokenStream {
    let (ident, vis, association) = (&model.ident, &model.vis, &model.associations[at]);
    let constant = constant(&association.naming.name);
    let (doc, at) = (format!("The association `{}`.", association.name()), number(at));
    quote! {
        #[doc = #doc]
        #vis const #constant: __orm::Path<__orm::At<#ident, #at>> = __orm::Path::new();
    }
}

fn constant(field: &Ident) -> Ident {
    let mut constant = rename(field, &name::constant(&syn::ext::IdentExt::unraw(field).to_string()));
    constant.set_span(located_at(field.span()));
    constant
}

/// Each in a block of its own, because their names are the fields' names: what the user calls so must stay in sight.
pub(super) fn types(model: &Model) -> TokenStream {
    let vis = &model.vis;
    let types = model.columns.iter().enumerate().map(|(at, column)| {
        let mut name = column.ident.clone();
        name.set_span(located_at(name.span()));
        let (mut ty, doc) = (hidden("Type", at), format!("The column `{}`.", column.field));
        // The one place that asks for a column type, so that a type that is none is reported once.
        ty.set_span(column.type_span());
        let at = number(at);
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
    quote! {
        const _: () = {
            #(#types)*
        };
    }
}
