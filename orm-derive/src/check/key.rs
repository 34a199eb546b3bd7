//! The keys that associations run over, as far as they lie in this struct.
use proc_macro2::Ident;
use syn::ext::IdentExt as _;

use super::mistake;
use crate::attr::Kind;
use crate::errors::{Errors, nearest};
use crate::model::{Association, Model};

pub(super) fn check(model: &Model, errors: &mut Errors) {
    for association in &model.associations {
        check_no_field_twice(association, errors);
        if association.kind == Kind::BelongsTo {
            check_foreign_key(model, association, errors);
            check_lengths(association, errors);
        } else {
            check_source_key(model, association, errors);
            check_scope(association, errors);
        }
        check_no_double_reference(model, association, errors);
    }
}

/// ```text
/// #[belongs_to(User, as = owner)]
/// struct Task { id: i64, ownr_id: i64 }
/// ```
fn check_foreign_key(model: &Model, association: &Association, errors: &mut Errors) {
    let key = &association.foreign_key;
    if association.is_faulty {
        return;
    }
    // A name that is none says nothing about the key that is called after it.
    if !key.is_named && !association.naming.is_well_spelled() {
        return;
    }
    if !key.is_named && key.fields.is_empty() {
        // Without a field that could be meant, core speaks, which knows what the target's key is called.
        let wanted = format!("{}_id", association.name());
        if let Some(near) = nearest(&wanted, candidates(model, association)) {
            let message = format!(
                "{} it has no field `{wanted}`\nhelp: there is `{near}`; rename it, or name it here: `foreign_key = {near}`",
                sentence(model, association)
            );
            errors.push(mistake(&association.target_ident, message));
        }
        return;
    }
    for field in key.fields.iter().filter(|field| model.position(field).is_none()) {
        let (wanted, sentence) = (field.unraw(), sentence(model, association));
        let help = match nearest(&wanted.to_string(), model.fields()) {
            Some(near) if key.is_named => format!("there is `{near}`: `foreign_key = {near}`"),
            Some(near) => format!("there is `{near}`; rename it, or name it here: `foreign_key = {near}`"),
            None => format!(
                "add the field `{wanted}` with the type of the key of `{}`, or name another one: `foreign_key = …`",
                association.target_name
            ),
        };
        errors.push(mistake(field, format!("{sentence} it has no field `{wanted}`\nhelp: {help}")));
    }
}

/// Fields that may be a foreign key: not those of another association, nor the primary key.
fn candidates<'m>(model: &'m Model, association: &Association) -> impl Iterator<Item = &'m str> {
    let name = association.name();
    let others: Vec<_> = model.associations.iter().flat_map(|other| other.own_foreign_key(model)).collect();
    model
        .columns
        .iter()
        .enumerate()
        .filter(move |(at, column)| !others.contains(at) && !model.key.contains(at) && column.field != name)
        .map(|(_, column)| column.field.as_str())
}

/// `Task` belongs to `User` as `owner`, but
fn sentence(model: &Model, association: &Association) -> String {
    let alias = association
        .naming
        .alias
        .as_ref()
        .map_or_else(String::new, |_| format!(" as `{}`", association.name()));
    format!("`{}` {} `{}`{alias}, but", model.name(), association.kind.verb(), association.target_name)
}

/// ```text
/// #[belongs_to(Unit, foreign_key = unit_tenant, target_key = (tenant, number))]
/// ```
fn check_lengths(association: &Association, errors: &mut Errors) {
    let (foreign, referenced) = (&association.foreign_key.fields, &association.referenced_key);
    if !association.foreign_key.is_named
        || !association.referenced_key_named
        || foreign.len() == referenced.len()
    {
        return;
    }
    let message = format!(
        "`foreign_key` has {}, but `target_key` has {}\nhelp: name one field for each, in the same order",
        count(foreign.len()),
        count(referenced.len())
    );
    errors.push(mistake(&foreign[0], message));
}

pub(super) fn count(fields: usize) -> String {
    if fields == 1 { "one field".to_owned() } else { format!("{fields} fields") }
}

/// ```text
/// #[has_many(Task, source_key = nmae)]
/// struct Project { id: i64, name: String }
/// ```
fn check_source_key(model: &Model, association: &Association, errors: &mut Errors) {
    for field in association.referenced_key.iter().filter(|field| model.position(field).is_none()) {
        let wanted = field.unraw();
        let help = match nearest(&wanted.to_string(), model.fields()) {
            Some(near) => format!("there is `{near}`: `source_key = {near}`"),
            None => {
                "name a unique field of this struct, or leave `source_key` out for the primary key".to_owned()
            }
        };
        errors.push(mistake(field, format!("`{}` has no field `{wanted}`\nhelp: {help}", model.name())));
    }
}

/// ```text
/// #[has_many(Task, scope(project_id = 7))]
/// struct Project { id: i64 }
/// ```
fn check_scope(association: &Association, errors: &mut Errors) {
    if association.kind == Kind::BelongsToMany {
        return;
    }
    for scope in &association.scope {
        if association.foreign_key.fields.contains(&scope.field) {
            let message = format!(
                "`{}` is the foreign key of the association `{}`, which gives it its value\nhelp: leave it out of the scope; another association has a key of its own: `foreign_key = …`",
                scope.field.unraw(),
                association.name()
            );
            errors.push(mistake(&scope.field, message));
        }
    }
}

/// ```text
/// #[belongs_to(Unit, foreign_key = (unit_id, unit_id))]
/// ```
fn check_no_field_twice(association: &Association, errors: &mut Errors) {
    let mut check = |fields: &[Ident], option: &str| {
        for (at, field) in fields.iter().enumerate() {
            if fields[..at].contains(field) {
                errors.push(mistake(field, format!("`{option}` names `{}` twice", field.unraw())));
            }
        }
    };
    if association.foreign_key.is_named {
        check(&association.foreign_key.fields, "foreign_key");
    }
    if association.referenced_key_named {
        let option = if association.kind == Kind::BelongsTo { "target_key" } else { "source_key" };
        check(&association.referenced_key, option);
    }
}

/// ```text
/// #[belongs_to(Trainer)]
/// struct Horse { id: i64, #[column(references = Trainer::id)] trainer_id: i64 }
/// ```
fn check_no_double_reference(model: &Model, association: &Association, errors: &mut Errors) {
    for at in association.own_foreign_key(model) {
        let column = &model.columns[at];
        if let Some((_, field)) = &column.options.references {
            let message = format!(
                "`{}` is the foreign key of the association `{}`, which makes its constraint\nhelp: remove `references`",
                column.field,
                association.name()
            );
            errors.push(mistake(field, message));
        }
    }
}
