//! The const description of a model.
use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use syn::ext::IdentExt as _;
use syn::{Expr, ExprLit, ExprUnary, Lit, LitStr, Path, UnOp};

use super::junction::ManyToMany;
use super::{Expansion, hidden, number};
use crate::attr::{ActionValue, Kind, Unique};
use crate::model::{Column, Model};

pub(super) fn model(expansion: &Expansion<'_>) -> TokenStream {
    let model = expansion.model;
    let Model { singular, plural, table, .. } = model;
    let (name, schema) = (model.name(), option(model.schema.as_ref().map(|schema| quote!(#schema))));
    let associations = model.associations.iter().enumerate().map(|(at, _)| association(expansion, at));
    let polymorphics = model.polymorphics.iter().map(super::polymorphic::description);
    // A description without columns stands for a struct with mistakes: the checks in core pass it over.
    let (mut columns, mut hashes, mut key, mut uniques) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    if !expansion.is_inert {
        columns = (0..model.columns.len()).map(|at| column(model, at)).collect();
        hashes = model.columns.iter().map(|column| identity(&column.field)).collect();
        key = model.key.iter().map(|&at| number(at)).collect();
        uniques = model.uniques.iter().map(|group| unique(&group.name, &group.columns)).collect();
    }
    quote! {
        __orm::ModelDescription {
            name: #name,
            identity: <__Row as __orm::Model>::IDENTITY,
            singular: #singular,
            plural: #plural,
            schema: #schema,
            table: #table,
            columns: &[#(#columns),*],
            field_hashes: &[#(#hashes),*],
            key: &[#(#key),*],
            uniques: &[#(#uniques),*],
            associations: &[#(#associations),*],
            polymorphics: &[#(#polymorphics),*],
        }
    }
}

/// Only what the attributes say is written out.
fn column(model: &Model, at: usize) -> TokenStream {
    let column = &model.columns[at];
    let Column { field, name, options, .. } = column;
    let (ty, rust_type) = (hidden("Type", at), column.rust_type());
    let mut said = Vec::new();
    if name != field {
        said.push(quote!(name(#name)));
    }
    if model.is_own_key(at) && model.is_required(at) {
        said.push(quote!(generated(__orm::Typed::<#ty>::IS_COUNTED)));
    }
    if let Some(Unique::Alone(unique)) = &options.unique {
        said.push(quote!(unique(#unique)));
    }
    if options.index == Some(true) {
        said.push(quote!(index(true)));
    }
    said.extend(field_of("default", options.default.as_ref().and_then(default_value)));
    said.extend(field_of("sql_type", options.sql_type.as_ref().map(|ty| quote!(#ty))));
    let references = options.references.as_ref().map(|(model, field)| references(column, model, field));
    said.extend(field_of("references", references));
    let stamp = match (&options.created_at, &options.updated_at) {
        (Some(_), _) => Some(quote!(__orm::Stamp::Created)),
        (None, Some(_)) => Some(quote!(__orm::Stamp::Updated)),
        (None, None) => None,
    };
    said.extend(field_of("stamp", stamp));
    let unsaid = quote!(__orm::column(#field, #rust_type, __orm::Typed::<#ty>::FACTS));
    described(unsaid, &said)
}

/// `name(value)`, if there is a value.
fn field_of(name: &str, value: Option<TokenStream>) -> Option<TokenStream> {
    let name = Ident::new(name, Span::call_site());
    value.map(|value| quote!(#name(#value)))
}

/// What is said, added to what is not: a chain of calls, which costs the compiler less than a value built of another's
/// parts.
fn described(unsaid: TokenStream, said: &[TokenStream]) -> TokenStream {
    quote!(#unsaid #(.#said)*)
}

/// Without parentheses, and without the invisible ones around what a `macro_rules!` macro passes on.
fn bare(expr: &Expr) -> &Expr {
    match expr {
        Expr::Group(group) => bare(&group.expr),
        Expr::Paren(paren) => bare(&paren.expr),
        _ => expr,
    }
}

/// The default as the schema can show it: a literal, negative or not.
fn default_value(default: &Expr) -> Option<TokenStream> {
    match bare(default) {
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
        Expr::Unary(ExprUnary { op: UnOp::Neg(_), expr, .. }) => match bare(expr) {
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
    let (name, field) =
        (model.segments.last().map(|last| last.ident.unraw().to_string()), field.unraw().to_string());
    let (on_delete, on_update) = (
        option(column.options.on_delete.as_ref().map(action)),
        option(column.options.on_update.as_ref().map(action)),
    );
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

/// Only what the attribute says is written out.
fn association(expansion: &Expansion<'_>, at: usize) -> TokenStream {
    let association = &expansion.model.associations[at];
    let (target, target_name) = (hidden("Target", at), &association.target_name);
    let (name, singular) = (association.name(), association.naming.singular.unraw().to_string());
    let (kind, foreign_key) = (kind(association.kind), names(&association.foreign_key.fields));
    // Without columns, positions lead nowhere.
    let places = if expansion.is_inert { Vec::new() } else { key_places(expansion.model, association) };
    let mut said = vec![quote!(over(&[#(#foreign_key),*], &[#(#places),*]))];
    let mut flag = |is_set: bool, field: &str| {
        if is_set {
            let field = Ident::new(field, Span::call_site());
            said.push(quote!(#field(true)));
        }
    };
    flag(association.naming.alias.is_some(), "aliased");
    flag(association.foreign_key.is_named, "foreign_key_named");
    flag(association.deletes_orphans, "deletes_orphans");
    if !association.referenced_key.is_empty() {
        let referenced_key = names(&association.referenced_key);
        said.push(quote!(referenced_key(&[#(#referenced_key),*])));
    }
    said.extend(field_of("on_delete", association.on_delete.as_ref().map(action)));
    said.extend(field_of("on_update", association.on_update.as_ref().map(action)));
    // No constraint holds the key of a polymorphic association.
    let constraints = association.constraints.as_ref().map(|value| quote!(#value));
    let constraints = if association.via.is_some() { Some(quote!(false)) } else { constraints };
    said.extend(field_of("constraints", constraints));
    if let Some(via) = association.led_back_by() {
        let via = via.unraw().to_string();
        said.push(quote!(via(#via)));
    }
    let scope = scope(expansion, at);
    if !scope.is_empty() {
        said.push(quote!(scope(&[#(#scope),*])));
    }
    if let Some(junction) = ManyToMany::of(expansion, at) {
        let junction = junction.description();
        said.push(quote!(junction(#junction)));
    }
    let unsaid = quote! {
        __orm::association(
            #kind,
            (#name, #singular),
            #target_name,
            (__orm::Known::<#target>::IDENTITY, __orm::Known::<#target>::DESCRIBE),
        )
    };
    described(unsaid, &said)
}

/// What is known of the fields of a foreign key: hashes in place of names.
fn key_places(model: &Model, association: &crate::model::Association) -> Vec<TokenStream> {
    let prefix = format!("{}_", association.name());
    let fields = names(&association.foreign_key.fields);
    let positions = association.own_foreign_key(model);
    // A key with a missing field was reported.
    if association.kind == Kind::BelongsTo && positions.len() != fields.len() {
        return Vec::new();
    }
    let places = fields.iter().enumerate().map(|(nth, field)| {
        let (hash, suffix) = (identity(field), field.strip_prefix(&prefix).map_or(0, identity));
        let position = number(positions.get(nth).copied().unwrap_or(0));
        quote!(__orm::KeyPlace { hash: #hash, position: #position, suffix: #suffix })
    });
    places.collect()
}

/// The hash of a name, as `orm-core` knows it (FNV-1a, 64 bits).
fn identity(name: &str) -> u64 {
    name.bytes()
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
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

fn action(value: &ActionValue) -> TokenStream {
    let variant = value.action.variant();
    quote!(__orm::Action::#variant)
}

pub(super) fn names(fields: &[Ident]) -> Vec<String> {
    fields.iter().map(|field| field.unraw().to_string()).collect()
}

pub(super) fn option(value: Option<TokenStream>) -> TokenStream {
    value.map_or_else(
        || quote!(::core::option::Option::None),
        |value| quote!(::core::option::Option::Some(#value)),
    )
}
