//! `#[column(references = Trainer::id)]`: that the column exists, is unique, and has the type of the one that points to it.
use super::super::text::{Text, say};
use super::super::{ColumnDescription, ModelDescription};
use super::key::{near_field, push_key, push_type};

/// Checks the reference of the column at this position.
///
/// # Panics
///
/// With the message for the user if the two columns do not fit together.
#[track_caller]
pub const fn reference(source: &'static ModelDescription, target: &'static ModelDescription, at: usize) {
    let Some(field) = named(source, at) else { return };
    let mut text = Text::new();
    // Without columns, the derive of the target has failed and said so.
    if !target.columns.is_empty() {
        check(source, target, (&source.columns[at], field), &mut text);
    }
    if !text.is_empty() {
        panic!("{}", text.as_str());
    }
}

const fn named(source: &'static ModelDescription, at: usize) -> Option<&'static str> {
    if at >= source.columns.len() {
        return None;
    }
    match &source.columns[at].references {
        Some(reference) => Some(reference.field),
        None => None,
    }
}

const fn check(
    source: &'static ModelDescription,
    target: &'static ModelDescription,
    (column, field): (&'static ColumnDescription, &'static str),
    text: &mut Text,
) {
    let Some(position) = target.position(field) else {
        push_sentence(text, source, (target, column, field));
        return push_unknown(text, target, field);
    };
    let referenced = &target.columns[position];
    if !is_unique(target, position) {
        push_sentence(text, source, (target, column, field));
        say!(text, ", which is not unique\nhelp: make it unique: `#[column(unique)] ", field, ": …` in `");
        say!(text, target.name, "`, or point to its key ");
        push_key(text, target);
    } else if column.type_identity != referenced.type_identity {
        push_sentence(text, source, (target, column, field));
        say!(text, ", but has the type `", column.rust_type, "`, and that one `", referenced.rust_type);
        say!(text, "`\nhelp: give both the same type: `", column.field, ": ");
        push_type(text, referenced.rust_type, column.nullable);
        say!(text, "` in `", source.name, "`");
    }
}

type Reference = (&'static ModelDescription, &'static ColumnDescription, &'static str);

const fn push_sentence(text: &mut Text, source: &ModelDescription, (target, column, field): Reference) {
    say!(text, "`", source.name, ".", column.field, "` references `", target.name, ".", field, "`");
}

const fn push_unknown(text: &mut Text, target: &'static ModelDescription, field: &str) {
    say!(text, ", but `", target.name, "` has no column `", field, "`\nhelp: ");
    match near_field(target, field) {
        Some(near) => say!(text, "there is `", near, "`: `references = ", target.name, "::", near, "`"),
        None => {
            say!(text, "name a unique column, such as its key ");
            push_key(text, target);
        }
    }
}

/// Whether the column alone tells rows apart.
const fn is_unique(model: &ModelDescription, position: usize) -> bool {
    if model.key.len() == 1 && model.key[0] == position {
        return true;
    }
    if matches!(model.columns[position].unique, Some(true)) {
        return true;
    }
    let mut at = 0;
    while at < model.uniques.len() {
        let columns = model.uniques[at].columns;
        if columns.len() == 1 && columns[0] == position {
            return true;
        }
        at += 1;
    }
    false
}
