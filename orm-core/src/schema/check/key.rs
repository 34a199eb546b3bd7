//! The columns of a foreign key and of the key it points to: that they exist and fit.
use super::super::text::{Text, distance, say};
use super::super::{ColumnDescription, ModelDescription, are_equal, equal};
use super::{Declared, pair};

/// How many columns the key has that is pointed to.
pub(crate) const fn referenced_length(declared: &Declared) -> usize {
    let named = declared.association.referenced_key;
    if named.is_empty() { declared.parent().key.len() } else { named.len() }
}

/// The position of the nth column that is pointed to.
pub(crate) const fn referenced(declared: &Declared, nth: usize) -> Option<usize> {
    let named = declared.association.referenced_key;
    if named.is_empty() { Some(declared.parent().key[nth]) } else { declared.parent().position(named[nth]) }
}

/// The position of the nth column of the foreign key.
///
/// A `belongs_to` that names no key takes `<association>_<column of the target's key>`: the derive sees only its own
/// struct, so it cannot know what the target's key is called.
pub(crate) const fn foreign(declared: &Declared, nth: usize) -> Option<usize> {
    let association = declared.association;
    let places = association.key_places;
    if nth < places.len() {
        let place = &places[nth];
        if !declared.is_belongs_to() {
            return declared.target.find(association.foreign_key[nth], place.hash);
        }
        if association.foreign_key_named {
            return Some(place.position);
        }
        let (key, hashes) = (declared.target.key, declared.target.field_hashes);
        if association.referenced_key.is_empty()
            && nth < key.len()
            && !hashes.is_empty()
            && hashes[key[nth]] == place.suffix
        {
            return Some(place.position);
        }
    }
    // What the derive did not guess is looked for by its name.
    if !declared.is_belongs_to() || association.foreign_key_named {
        return declared.child().position(association.foreign_key[nth]);
    }
    let Some(referenced) = referenced(declared, nth) else { return None };
    let suffix = declared.parent().columns[referenced].field;
    let columns = declared.child().columns;
    let mut at = 0;
    while at < columns.len() {
        if is_joined(columns[at].field, association.name, suffix) {
            return Some(at);
        }
        at += 1;
    }
    None
}

/// Whether a field of this name would be the key of a `belongs_to` that names none.
pub(super) const fn expects(declared: &Declared, field: &str) -> bool {
    if declared.association.foreign_key_named || referenced_length(declared) == 0 {
        return false;
    }
    let Some(referenced) = referenced(declared, 0) else { return false };
    is_joined(field, declared.association.name, declared.parent().columns[referenced].field)
}

/// Whether a name is `<prefix>_<suffix>`.
const fn is_joined(name: &str, prefix: &str, suffix: &str) -> bool {
    let middle = prefix.len();
    if name.len() != middle + 1 + suffix.len() || name.as_bytes()[middle] != b'_' {
        return false;
    }
    let (before, after) = name.as_bytes().split_at(middle);
    are_equal(before, prefix.as_bytes()) && are_equal(after.split_at(1).1, suffix.as_bytes())
}

/// Every column exists, and there are as many on either side. `false` if not, also where the other side reports it.
pub(super) const fn check(declared: &Declared, text: &mut Text) -> bool {
    find_all(declared, text) && text.is_empty()
}

const fn find_all(declared: &Declared, text: &mut Text) -> bool {
    let association = declared.association;
    let mut nth = 0;
    while nth < association.referenced_key.len() {
        if referenced(declared, nth).is_none() {
            push_unknown_referenced(declared, nth, text);
            return false;
        }
        nth += 1;
    }
    if association.foreign_key.is_empty() {
        push_no_key(declared, text);
        return false;
    }
    if association.foreign_key.len() != referenced_length(declared) {
        push_counts(declared, text);
        return false;
    }
    let mut nth = 0;
    while nth < association.foreign_key.len() {
        if foreign(declared, nth).is_none() {
            if declared.is_belongs_to() {
                push_unnamed(declared, text);
            } else if !pair::is_reported_by_other_side(declared) {
                push_missing(declared, nth, text);
            }
            return false;
        }
        nth += 1;
    }
    true
}

/// A `belongs_to` without any field that could be its key.
const fn push_no_key(declared: &Declared, text: &mut Text) {
    declared.push_sentence(text);
    say!(text, ", but `", declared.child().name, "` has no field for the key ");
    push_referenced(text, declared);
    say!(text, " of `", declared.parent().name, "`\nhelp: add ");
    let mut nth = 0;
    while nth < referenced_length(declared) {
        if let Some(position) = referenced(declared, nth) {
            let column = &declared.parent().columns[position];
            say!(
                text,
                if nth == 0 { "`" } else { ", `" },
                declared.association.name,
                "_",
                column.field,
                ": "
            );
            say!(text, column.rust_type, "`");
        }
        nth += 1;
    }
    say!(text, " to `", declared.child().name, "`, or name the key: ");
    declared.push_attribute(text);
    say!(text, "foreign_key = …)]`");
}

/// `#[belongs_to(Project, target_key = slgu)]`
const fn push_unknown_referenced(declared: &Declared, nth: usize, text: &mut Text) {
    let option = if declared.is_belongs_to() { "target_key" } else { "source_key" };
    let field = declared.association.referenced_key[nth];
    let parent = declared.parent();
    declared.push_sentence(text);
    say!(
        text,
        " over `",
        option,
        " = ",
        field,
        "`, but `",
        parent.name,
        "` has no column `",
        field,
        "`\nhelp: "
    );
    match near_field(parent, field) {
        Some(near) => say!(text, "there is `", near, "`: `", option, " = ", near, "`"),
        None => {
            say!(
                text,
                "name a unique column of `",
                parent.name,
                "`, or leave `",
                option,
                "` out for its key "
            );
            push_key(text, parent);
        }
    }
}

/// A composite key that is matched by too few columns.
const fn push_counts(declared: &Declared, text: &mut Text) {
    let given = declared.association.foreign_key;
    let expected = referenced_length(declared);
    declared.push_sentence(text);
    say!(text, ", and the key of `", declared.parent().name, "` has ");
    text.push_count(expected);
    say!(text, if expected == 1 { " column (" } else { " columns (" });
    push_referenced(text, declared);
    say!(text, "), but the foreign key has ");
    text.push_count(given.len());
    say!(text, " (");
    push_names(text, given);
    say!(text, ")\nhelp: name one column of `", declared.child().name, "` for each, in that order: ");
    declared.push_attribute(text);
    say!(text, "foreign_key = ");
    push_suggested(declared, text);
    say!(text, ")]`");
}

/// `company_uuid`, or `(unit_tenant, unit_number)`: what the foreign key would be called by convention.
const fn push_suggested(declared: &Declared, text: &mut Text) {
    let length = referenced_length(declared);
    let prefix = if declared.is_belongs_to() { declared.association.name } else { declared.source.singular };
    say!(text, if length == 1 { "" } else { "(" });
    let mut nth = 0;
    while nth < length {
        if let Some(position) = referenced(declared, nth) {
            say!(text, if nth == 0 { "" } else { ", " }, prefix, "_");
            say!(text, declared.parent().columns[position].field);
        }
        nth += 1;
    }
    say!(text, if length == 1 { "" } else { ")" });
}

/// A `belongs_to` that names no key, and whose field is not called after the key it points to.
const fn push_unnamed(declared: &Declared, text: &mut Text) {
    let association = declared.association;
    declared.push_sentence(text);
    if association.foreign_key_named {
        // The derive has compared the names with the struct's fields; this is for descriptions made by hand.
        say!(text, ", but `", declared.source.name, "` has no column for its foreign key (");
        push_names(text, association.foreign_key);
        say!(text, ")\nhelp: name a field of `", declared.source.name, "`: ");
        declared.push_attribute(text);
        say!(text, "foreign_key = …)]`");
        return;
    }
    say!(text, ", whose key is ");
    push_referenced(text, declared);
    say!(text, ", so the foreign key would be `");
    push_suggested(declared, text);
    say!(text, "`, which `", declared.source.name, "` does not have\nhelp: name the field that is the key: ");
    declared.push_attribute(text);
    say!(text, "foreign_key = ");
    say!(text, if association.foreign_key.len() == 1 { "" } else { "(" });
    let mut nth = 0;
    while nth < association.foreign_key.len() {
        say!(text, if nth == 0 { "" } else { ", " }, association.foreign_key[nth]);
        nth += 1;
    }
    say!(text, if association.foreign_key.len() == 1 { ")]`, " } else { "))]`, " });
    say!(text, "or rename it");
}

/// `Project` has many `Task`, and `Task` has no such column.
const fn push_missing(declared: &Declared, nth: usize, text: &mut Text) {
    let field = declared.association.foreign_key[nth];
    let child = declared.target;
    declared.push_sentence(text);
    say!(text, ", but `", child.name, "` has no column `", field, "`\nhelp: ");
    if pair::push_candidates(declared, text) {
        return;
    }
    if let Some(near) = near_field(child, field) {
        say!(text, "there is `", near, "`: ");
        declared.push_attribute(text);
        return say!(text, "foreign_key = ", near, ")]`");
    }
    say!(text, "add `", field, ": ");
    if let Some(position) = referenced(declared, nth) {
        say!(text, declared.source.columns[position].rust_type);
    }
    say!(text, "` to `", child.name, "`");
    if !declared.association.foreign_key_named {
        say!(text, ", or name the key: ");
        declared.push_attribute(text);
        say!(text, "foreign_key = …)]`");
    }
}

/// The parts of both keys have the same types, in the same order.
pub(super) const fn check_types(declared: &Declared, text: &mut Text) {
    let mut nth = 0;
    while nth < declared.association.foreign_key.len() {
        if let (Some(foreign), Some(referenced)) = (foreign(declared, nth), referenced(declared, nth)) {
            let foreign = &declared.child().columns[foreign];
            let referenced = &declared.parent().columns[referenced];
            if foreign.type_identity != referenced.type_identity {
                return push_types(declared, (foreign, referenced), text);
            }
        }
        nth += 1;
    }
}

type Pair = (&'static ColumnDescription, &'static ColumnDescription);

const fn push_types(declared: &Declared, (foreign, referenced): Pair, text: &mut Text) {
    let (child, parent) = (declared.child(), declared.parent());
    declared.push_sentence(text);
    say!(text, ", but the key `", child.name, ".", foreign.field, "` has the type `", foreign.rust_type);
    say!(text, "` and points to `", parent.name, ".", referenced.field, "` of type `");
    say!(text, referenced.rust_type, "`\nhelp: ");
    if declared.association.foreign_key.len() > 1 {
        say!(text, "name the foreign key's columns in the order of the key (");
        push_referenced(text, declared);
        say!(text, "), with its types: ");
    } else {
        say!(text, "give both the same type: ");
    }
    say!(text, "`", foreign.field, ": ");
    push_type(text, referenced.rust_type, foreign.nullable);
    say!(text, "` in `", child.name, "`");
}

/// `i64`, or `Option<i64>`.
pub(super) const fn push_type(text: &mut Text, rust_type: &str, nullable: bool) {
    if nullable {
        say!(text, "Option<", rust_type, ">");
    } else {
        say!(text, rust_type);
    }
}

/// The model's field whose name is nearest, if one is near.
pub(super) const fn near_field(model: &'static ModelDescription, name: &str) -> Option<&'static str> {
    let mut best = None;
    let mut smallest = usize::MAX;
    let mut at = 0;
    while at < model.columns.len() {
        if let Some(distance) = distance(model.columns[at].field, name)
            && distance < smallest
            && !equal(model.columns[at].field, name)
        {
            best = Some(model.columns[at].field);
            smallest = distance;
        }
        at += 1;
    }
    best
}

const fn push_names(text: &mut Text, names: &[&str]) {
    let mut at = 0;
    while at < names.len() {
        say!(text, if at == 0 { "`" } else { ", `" }, names[at], "`");
        at += 1;
    }
}

/// Names the columns that are pointed to.
pub(super) const fn push_referenced(text: &mut Text, declared: &Declared) {
    if declared.association.referenced_key.is_empty() {
        push_key(text, declared.parent());
    } else {
        push_names(text, declared.association.referenced_key);
    }
}

pub(super) const fn push_key(text: &mut Text, model: &ModelDescription) {
    let mut at = 0;
    while at < model.key.len() {
        say!(text, if at == 0 { "`" } else { ", `" }, model.columns[model.key[at]].field, "`");
        at += 1;
    }
}

/// Names all fields of a model.
pub(super) const fn push_fields(text: &mut Text, model: &ModelDescription) {
    let mut at = 0;
    while at < model.columns.len() {
        say!(text, if at == 0 { "`" } else { ", `" }, model.columns[at].field, "`");
        at += 1;
    }
}
