//! What a `belongs_to_many` says of its junction, as far as it contradicts itself.
use syn::Error;
use syn::ext::IdentExt as _;

use super::mistake;
use crate::errors::Errors;
use crate::model::{Association, Junction, JunctionTable, Model};

pub(super) fn check(model: &Model, errors: &mut Errors) {
    for association in &model.associations {
        let Some(junction) = &association.junction else { continue };
        check_uniqueness(junction, errors);
        check_table(junction, errors);
        check_lengths(association, junction, errors);
    }
}

/// ```text
/// #[belongs_to_many(User, through = Membership, unique = false, unique_key = "one_membership")]
/// ```
fn check_uniqueness(junction: &Junction, errors: &mut Errors) {
    let Some(key) = junction.unique_key.as_ref().filter(|_| !junction.is_unique()) else { return };
    let message =
        "`unique_key` names the constraint that `unique = false` does without\nhelp: leave one of them out";
    errors.push(Error::new_spanned(key, message));
}

/// ```text
/// #[belongs_to_many(User, through = "project_users", through_scope(role = "lead"))]
/// ```
fn check_table(junction: &Junction, errors: &mut Errors) {
    let JunctionTable::Hidden(table) = &junction.through else { return };
    let table = table.value();
    if let Some(scope) = junction.scope.first() {
        let field = scope.field.unraw();
        let message = format!(
            "the table `{table}` has nothing but its two keys, and no column `{field}`\nhelp: write a model for it, with the field `{field}`, and name that: `through = …`"
        );
        errors.push(mistake(&scope.field, message));
    }
    if let Some(key) = &junction.unique_key {
        let message = format!(
            "the two keys of the table `{table}` are its primary key, and need no further constraint\nhelp: leave `unique_key` out"
        );
        errors.push(Error::new_spanned(key, message));
    }
}

/// ```text
/// #[belongs_to_many(Unit, through = Lease, foreign_key = tenant_id, source_key = (country, number))]
/// ```
fn check_lengths(association: &Association, junction: &Junction, errors: &mut Errors) {
    let pairs = [
        (&association.foreign_key.fields, &association.referenced_key, "foreign_key", "source_key"),
        (&junction.other_key, &junction.target_key, "other_key", "target_key"),
    ];
    for (columns, referenced, option, key) in pairs {
        let is_comparable = !columns.is_empty() && !referenced.is_empty();
        if is_comparable && columns.len() != referenced.len() {
            let message = format!(
                "`{option}` has {}, but the key it points to (`{key}`, or the primary key) has {}\nhelp: name one field for each, in the same order",
                super::key::count(columns.len()),
                super::key::count(referenced.len())
            );
            errors.push(mistake(&columns[0], message));
        }
    }
}
