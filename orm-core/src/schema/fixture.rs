//! Descriptions for tests, from short texts: `model("Task", &["id: i64", "project_id: Option<i64>"], vec![…])`.
use super::{
    AssociationDescription, AssociationKind, ColumnDescription, JunctionDescription, ModelDescription,
    identity,
};
use crate::value::SqlType;

/// Keeps a value for the rest of the tests.
pub(crate) fn keep<T>(values: Vec<T>) -> &'static [T] {
    Box::leak(values.into_boxed_slice())
}

/// A column from `name: Type`; a `!` before the name makes it part of the key.
pub(crate) fn column(text: &'static str) -> ColumnDescription {
    let (field, ty) = text.trim_start_matches('!').split_once(": ").unwrap();
    let inner = ty.strip_prefix("Option<").and_then(|ty| ty.strip_suffix('>'));
    let rust_type = inner.unwrap_or(ty);
    ColumnDescription {
        field,
        name: field,
        ty: match rust_type {
            "bool" => SqlType::Boolean,
            "i32" => SqlType::Integer,
            "String" => SqlType::Text,
            "Uuid" => SqlType::Uuid,
            "f64" => SqlType::Double,
            _ => SqlType::BigInt,
        },
        rust_type,
        type_identity: identity(rust_type),
        nullable: inner.is_some(),
        generated: field == "id" && rust_type == "i64",
        unique: None,
        index: false,
        default: None,
        sql_type: None,
        references: None,
        stamp: None,
    }
}

/// A model whose key is `id`, or the fields marked with `!`.
pub(crate) fn model(
    name: &'static str,
    columns: &[&'static str],
    associations: Vec<AssociationDescription>,
) -> ModelDescription {
    let marked: Vec<usize> = (0..columns.len()).filter(|&at| columns[at].starts_with('!')).collect();
    let key = if marked.is_empty() { vec![0] } else { marked };
    ModelDescription {
        name,
        identity: identity(name),
        singular: name.to_lowercase().leak(),
        plural: format!("{}s", name.to_lowercase()).leak(),
        schema: None,
        table: format!("{}s", name.to_lowercase()).leak(),
        columns: keep(columns.iter().map(|text| column(text)).collect()),
        field_hashes: &[],
        key: keep(key),
        uniques: &[],
        associations: keep(associations),
        polymorphics: &[],
    }
}

/// The same model, with one column changed.
pub(crate) fn with_column(
    model: ModelDescription,
    field: &str,
    change: impl FnOnce(&mut ColumnDescription),
) -> ModelDescription {
    let position = model.position(field).unwrap();
    let columns: &'static mut [ColumnDescription] =
        Box::leak(model.columns.iter().map(copy_column).collect::<Vec<_>>().into_boxed_slice());
    change(&mut columns[position]);
    ModelDescription { columns, ..model }
}

fn copy_column(column: &ColumnDescription) -> ColumnDescription {
    ColumnDescription { references: None, ..*column }
}

pub(crate) fn leak(model: ModelDescription) -> &'static ModelDescription {
    Box::leak(Box::new(model))
}

fn association(kind: AssociationKind, target: &'static str, key: &[&'static str]) -> AssociationDescription {
    let singular: &'static str = target.to_lowercase().leak();
    let many = matches!(kind, AssociationKind::HasMany | AssociationKind::BelongsToMany);
    AssociationDescription {
        kind,
        name: if many { format!("{singular}s").leak() } else { singular },
        singular,
        aliased: false,
        target_name: target,
        target_identity: identity(target),
        target: || unreachable!("the schema finds models by their identity"),
        foreign_key: keep(key.to_vec()),
        key_places: &[],
        foreign_key_named: false,
        referenced_key: &[],
        on_delete: None,
        on_update: None,
        constraints: None,
        deletes_orphans: false,
        scope: &[],
        via: None,
        junction: None,
    }
}

pub(crate) fn belongs_to(target: &'static str, key: &[&'static str]) -> AssociationDescription {
    association(AssociationKind::BelongsTo, target, key)
}

pub(crate) fn has_one(target: &'static str, key: &[&'static str]) -> AssociationDescription {
    association(AssociationKind::HasOne, target, key)
}

pub(crate) fn has_many(target: &'static str, key: &[&'static str]) -> AssociationDescription {
    association(AssociationKind::HasMany, target, key)
}

pub(crate) fn belongs_to_many(
    target: &'static str,
    junction: &'static str,
    key: &[&'static str],
) -> AssociationDescription {
    AssociationDescription {
        junction: Some(JunctionDescription {
            model: Some(|| unreachable!("the schema finds models by their identity")),
            name: junction,
            identity: identity(junction),
            other_key: &[],
            target_key: &[],
            other_via: None,
            scope: &[],
            unique: true,
            unique_key: None,
        }),
        ..association(AssociationKind::BelongsToMany, target, key)
    }
}

/// The association under an alias.
pub(crate) fn aliased(name: &'static str, association: AssociationDescription) -> AssociationDescription {
    AssociationDescription { name, singular: name, aliased: true, ..association }
}

/// The association with a key that the user named.
pub(crate) fn named(association: AssociationDescription) -> AssociationDescription {
    AssociationDescription { foreign_key_named: true, ..association }
}

/// The text of the panic.
pub(crate) fn message_of<T>(check: impl FnOnce() -> T + std::panic::UnwindSafe) -> String {
    let panic = std::panic::catch_unwind(check).map(drop).expect_err("the check accepts it");
    panic
        .downcast_ref::<String>()
        .cloned()
        .unwrap_or_else(|| (*panic.downcast_ref::<&str>().unwrap()).to_owned())
}
