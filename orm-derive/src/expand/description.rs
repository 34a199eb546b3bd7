//! The const description of a model.
use proc_macro2::{Ident, TokenStream};
use quote::quote;
use syn::ext::IdentExt as _;
use syn::{Expr, ExprLit, ExprUnary, Lit, LitStr, Path, UnOp};

use super::junction::ManyToMany;
use super::{Expansion, hidden, number};
use crate::attr::{ActionValue, Kind, Unique};
use crate::model::{Association, Column, Model};

pub(super) fn model(expansion: &Expansion<'_>) -> TokenStream {
    let model = expansion.model;
    let Model { singular, plural, table, .. } = model;
    let (name, schema) = (model.name(), option(model.schema.as_ref().map(|schema| quote!(#schema))));
    let associations = model.associations.iter().enumerate().map(|(at, _)| association(expansion, at));
    // A description without columns stands for a struct with mistakes: the checks in core pass it over.
    let (mut columns, mut key, mut uniques) = (Vec::new(), Vec::new(), Vec::new());
    if !expansion.is_inert {
        columns = (0..model.columns.len()).map(|at| column(model, at)).collect();
        key = model.key.iter().map(|&at| number(at)).collect();
        uniques = model.uniques.iter().map(|group| unique(&group.name, &group.columns)).collect();
    }
    quote! {
        __orm::ModelDescription {
            name: #name,
            identity: <Self as __orm::Model>::IDENTITY,
            singular: #singular,
            plural: #plural,
            schema: #schema,
            table: #table,
            columns: &[#(#columns),*],
            key: &[#(#key),*],
            uniques: &[#(#uniques),*],
            associations: &[#(#associations),*],
        }
    }
}

fn column(model: &Model, at: usize) -> TokenStream {
    let column = &model.columns[at];
    let Column { field, name, options, .. } = column;
    let (ty, rust_type) = (hidden("Type", at), column.rust_type());
    let generated = if model.is_own_key(at) && model.is_required(at) {
        quote!(__orm::Typed::<#ty>::IS_COUNTED)
    } else {
        quote!(false)
    };
    let unique = option(match &options.unique {
        Some(Unique::Alone(unique)) => Some(quote!(#unique)),
        _ => None,
    });
    let index = options.index.unwrap_or(false);
    let default = option(options.default.as_ref().and_then(default_value));
    let sql_type = option(options.sql_type.as_ref().map(|ty| quote!(#ty)));
    let references = option(options.references.as_ref().map(|(model, field)| references(column, model, field)));
    let stamp = option(match (&options.created_at, &options.updated_at) {
        (Some(_), _) => Some(quote!(__orm::Stamp::Created)),
        (None, Some(_)) => Some(quote!(__orm::Stamp::Updated)),
        (None, None) => None,
    });
    quote! {
        __orm::ColumnDescription {
            field: #field,
            name: #name,
            ty: __orm::Typed::<#ty>::TYPE,
            rust_type: #rust_type,
            type_identity: __orm::Typed::<#ty>::IDENTITY,
            nullable: __orm::Typed::<#ty>::NULLABLE,
            generated: #generated,
            unique: #unique,
            index: #index,
            default: #default,
            sql_type: #sql_type,
            references: #references,
            stamp: #stamp,
        }
    }
}

/// The default as the schema can show it: a literal, negative or not.
fn default_value(default: &Expr) -> Option<TokenStream> {
    match default {
        Expr::Lit(ExprLit { lit, .. }) => match lit {
            Lit::Bool(value) => Some(quote!(__orm::DefaultValue::Bool(#value))),
            Lit::Str(value) => Some(quote!(__orm::DefaultValue::Text(#value))),
            Lit::Int(value) => {
                let value = value.base10_parse::<i64>().ok()?;
                Some(quote!(__orm::DefaultValue::Integer(#value)))
            }
            Lit::Float(value) => {
                let value = value.base10_parse::<f64>().ok()?;
                Some(quote!(__orm::DefaultValue::Real(#value)))
            }
            _ => None,
        },
        Expr::Unary(ExprUnary { op: UnOp::Neg(_), expr, .. }) => match &**expr {
            Expr::Lit(ExprLit { lit: Lit::Int(value), .. }) => {
                let value = format!("-{}", value.base10_digits()).parse::<i64>().ok()?;
                Some(quote!(__orm::DefaultValue::Integer(#value)))
            }
            Expr::Lit(ExprLit { lit: Lit::Float(value), .. }) => {
                let value = value.base10_parse::<f64>().ok()?;
                Some(quote!(__orm::DefaultValue::Real(-#value)))
            }
            _ => None,
        },
        _ => None,
    }
}

fn references(column: &Column, model: &Path, field: &Ident) -> TokenStream {
    let (name, field) = (model.segments.last().map(|last| last.ident.unraw().to_string()), field.unraw().to_string());
    let (on_delete, on_update) =
        (action(column.options.on_delete.as_ref()), action(column.options.on_update.as_ref()));
    quote! {
        __orm::ReferenceDescription {
            target: || __orm::Known::<#model>::DESCRIPTION,
            target_name: #name,
            target_identity: __orm::Known::<#model>::IDENTITY,
            field: #field,
            on_delete: #on_delete,
            on_update: #on_update,
        }
    }
}

fn unique(name: &LitStr, columns: &[usize]) -> TokenStream {
    let columns = columns.iter().map(|&at| number(at));
    quote! {
        __orm::UniqueDescription { name: ::core::option::Option::Some(#name), columns: &[#(#columns),*] }
    }
}

fn association(expansion: &Expansion<'_>, at: usize) -> TokenStream {
    let association = &expansion.model.associations[at];
    let Association { target, target_name, deletes_orphans, .. } = association;
    let kind = kind(association.kind);
    let (name, singular) = (association.name(), association.naming.singular.unraw().to_string());
    let aliased = association.naming.alias.is_some();
    let foreign_key = names(&association.foreign_key.fields);
    let foreign_key_named = association.foreign_key.is_named;
    let referenced_key = names(&association.referenced_key);
    let (on_delete, on_update) = (action(association.on_delete.as_ref()), action(association.on_update.as_ref()));
    let constraints = option(association.constraints.as_ref().map(|value| quote!(#value)));
    let scope = scope(expansion, at);
    let junction = ManyToMany::of(expansion, at).map_or_else(|| option(None), |found| found.description());
    quote! {
        __orm::AssociationDescription {
            kind: #kind,
            name: #name,
            singular: #singular,
            aliased: #aliased,
            target_name: #target_name,
            target_identity: __orm::Known::<#target>::IDENTITY,
            target: || __orm::Known::<#target>::DESCRIPTION,
            foreign_key: &[#(#foreign_key),*],
            foreign_key_named: #foreign_key_named,
            referenced_key: &[#(#referenced_key),*],
            on_delete: #on_delete,
            on_update: #on_update,
            constraints: #constraints,
            deletes_orphans: #deletes_orphans,
            scope: &[#(#scope),*],
            junction: #junction,
        }
    }
}

/// The values are functions of their own: a closure in here would need the target's description, and that this one.
fn scope(expansion: &Expansion<'_>, at: usize) -> Vec<TokenStream> {
    let scope = if expansion.is_inert { &[][..] } else { &expansion.model.associations[at].scope };
    scope
        .iter()
        .enumerate()
        .map(|(nth, scope)| {
            let (field, value) = (scope.field.unraw().to_string(), hidden(&format!("scope{at}_"), nth));
            quote!(__orm::ScopeDescription { field: #field, value: #value })
        })
        .collect()
}

fn kind(kind: Kind) -> TokenStream {
    match kind {
        Kind::BelongsTo => quote!(__orm::AssociationKind::BelongsTo),
        Kind::HasOne => quote!(__orm::AssociationKind::HasOne),
        Kind::HasMany => quote!(__orm::AssociationKind::HasMany),
        Kind::BelongsToMany => quote!(__orm::AssociationKind::BelongsToMany),
    }
}

fn action(value: Option<&ActionValue>) -> TokenStream {
    option(value.map(|value| {
        let variant = value.action.variant();
        quote!(__orm::Action::#variant)
    }))
}

pub(super) fn names(fields: &[Ident]) -> Vec<String> {
    fields.iter().map(|field| field.unraw().to_string()).collect()
}

pub(super) fn option(value: Option<TokenStream>) -> TokenStream {
    value.map_or_else(|| quote!(::core::option::Option::None), |value| quote!(::core::option::Option::Some(#value)))
}
