//! The columns by themselves.
use syn::Error;

use super::mistake;
use crate::attr::Unique;
use crate::errors::Errors;
use crate::model::{Column, Model, spell};

pub(super) fn check(model: &Model, errors: &mut Errors) {
    check_primary_key(model, errors);
    check_column_names(model, errors);
    check_stamps(model, errors);
    for (at, column) in model.columns.iter().enumerate() {
        check_type_can_be_shared(column, errors);
        check_key_is_required(model, at, errors);
        check_key_is_unique(model, at, errors);
        check_stamp_has_no_default(column, errors);
        check_actions_have_a_reference(column, errors);
        check_reference_actions(column, errors);
    }
}

/// ```text
/// #[derive(Model)]
/// struct Tag { name: String }
/// ```
fn check_primary_key(model: &Model, errors: &mut Errors) {
    if !model.key.is_empty() || model.key_is_misplaced {
        return;
    }
    let name = model.name();
    let candidate = format!("{}_id", model.singular);
    let is_key = |field: &&str| *field == candidate || ["uuid", "guid", "pk", "key", "uid"].contains(field);
    let help = match model.fields().find(is_key).or_else(|| model.nearest_field("id")) {
        Some(near) => format!("mark the field that is the key: `#[key] {near}: …`"),
        None => "add a field `id: i64`, or mark the field that is the key with `#[key]`".to_owned(),
    };
    errors.push(mistake(&model.ident, format!("the model `{name}` has no primary key\nhelp: {help}")));
}

/// ```text
/// name: Rc<str>,
/// ```
fn check_type_can_be_shared(column: &Column, errors: &mut Errors) {
    if column.is_bound_to_a_thread() {
        let message = format!(
            "`{}` cannot be stored in a column: it is bound to one thread\nhelp: rows go from thread to thread; give the column a plain type, such as `String`",
            spell(&column.ty)
        );
        errors.push(Error::new(column.type_span(), message));
    }
}

/// ```text
/// #[key] code: Option<String>,
/// ```
fn check_key_is_required(model: &Model, at: usize, errors: &mut Errors) {
    let column = &model.columns[at];
    if model.key.contains(&at) && column.is_optional() {
        let message = format!(
            "the primary key `{0}` is an `Option`, but a key is never empty\nhelp: write `{0}: {1}`",
            column.field,
            column.rust_type()
        );
        errors.push(mistake(&column.ident, message));
    }
}

/// ```text
/// #[column(unique = false)] id: i64,
/// ```
fn check_key_is_unique(model: &Model, at: usize, errors: &mut Errors) {
    let column = &model.columns[at];
    if model.key == [at] && matches!(column.options.unique, Some(Unique::Alone(false))) {
        let message =
            format!("`{}` is the primary key, so it is unique\nhelp: remove `unique = false`", column.field);
        errors.push(mistake(&column.ident, message));
    }
}

/// ```text
/// email: String,
/// #[column(name = "email")] address: String,
/// ```
fn check_column_names(model: &Model, errors: &mut Errors) {
    for (at, column) in model.columns.iter().enumerate() {
        // Databases do not heed the case of names, or not everywhere.
        let is_same = |earlier: &&Column| earlier.name.eq_ignore_ascii_case(&column.name);
        if let Some(earlier) = model.columns[..at].iter().find(is_same) {
            let message = format!(
                "the fields `{}` and `{}` have the same column `{}`\nhelp: give one of them another: `#[column(name = \"…\")]`",
                earlier.field, column.field, column.name
            );
            errors.push(match &column.options.name {
                Some(name) => Error::new_spanned(name, message),
                None => mistake(&column.ident, message),
            });
        }
    }
}

/// ```text
/// #[column(created_at)] created: OffsetDateTime,
/// #[column(created_at)] stored: OffsetDateTime,
/// ```
fn check_stamps(model: &Model, errors: &mut Errors) {
    let stamps = |column: &Column| [column.options.created_at.clone(), column.options.updated_at.clone()];
    for (at, column) in model.columns.iter().enumerate() {
        let [created, updated] = stamps(column);
        if let (Some(_), Some(updated)) = (&created, &updated) {
            let message = format!(
                "`{}` cannot be both `created_at` and `updated_at`\nhelp: `updated_at` is filled in when a row is created, too",
                column.field
            );
            errors.push(mistake(updated, message));
            continue;
        }
        for stamp in [created, updated].into_iter().flatten() {
            let earlier =
                model.columns[..at].iter().find(|earlier| stamps(earlier).contains(&Some(stamp.clone())));
            if let Some(earlier) = earlier {
                let message = format!(
                    "`{}` and `{}` are both `{stamp}`\nhelp: leave it on one of them",
                    earlier.field, column.field
                );
                errors.push(mistake(&stamp, message));
            }
        }
    }
}

/// ```text
/// #[column(created_at, default = now())] created: OffsetDateTime,
/// ```
fn check_stamp_has_no_default(column: &Column, errors: &mut Errors) {
    let stamp = column.options.created_at.as_ref().or(column.options.updated_at.as_ref());
    if let (Some(stamp), Some(default)) = (stamp, &column.options.default) {
        let message = format!(
            "`{}` is filled in with the time, so its default is never used\nhelp: remove one of `{stamp}` and `default`",
            column.field
        );
        errors.push(Error::new_spanned(default, message));
    }
}

/// ```text
/// #[column(on_delete = cascade)] trainer_id: i64,
/// ```
fn check_actions_have_a_reference(column: &Column, errors: &mut Errors) {
    if column.options.references.is_some() {
        return;
    }
    for action in [&column.options.on_delete, &column.options.on_update].into_iter().flatten() {
        let message = format!(
            "`{}` says what a constraint does, but the column `{}` has none\nhelp: say it in the association, `#[belongs_to(…, {} = {})]`, or add `references = Model::id`",
            action.option, column.field, action.option, action.ident
        );
        errors.push(mistake(&action.option, message));
    }
}

/// ```text
/// #[column(references = Trainer::id, on_delete = set_null)] trainer_id: i64,
/// ```
fn check_reference_actions(column: &Column, errors: &mut Errors) {
    if column.options.references.is_none() {
        return;
    }
    for value in [&column.options.on_delete, &column.options.on_update].into_iter().flatten() {
        errors.handle(super::action::fits(value, &[column]));
    }
}
