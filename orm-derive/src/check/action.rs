//! What an association asks of its constraint.
use super::mistake;
use crate::attr::{Action, ActionValue};
use crate::errors::Errors;
use crate::model::{Association, Column, Model};

pub(super) fn check(model: &Model, errors: &mut Errors) {
    for association in &model.associations {
        if check_constraint_exists(association, errors) {
            check_actions_fit(model, association, errors);
        }
    }
}

/// ```text
/// #[belongs_to(User, constraints = false, on_delete = cascade)]
/// ```
fn check_constraint_exists(association: &Association, errors: &mut Errors) -> bool {
    let without = association.constraints.as_ref().is_some_and(|constraints| !constraints.value);
    let action = association.on_delete.as_ref().or(association.on_update.as_ref());
    let Some(action) = action.filter(|_| without) else { return true };
    let message = format!(
        "`constraints = false` leaves nothing that could carry out `{} = {}`\nhelp: remove one of the two",
        action.option, action.ident
    );
    errors.push(mistake(&action.option, message));
    false
}

/// ```text
/// #[belongs_to(User, on_delete = set_null)]
/// struct Task { id: i64, user_id: i64 }
/// ```
fn check_actions_fit(model: &Model, association: &Association, errors: &mut Errors) {
    let key: Vec<_> = association.own_foreign_key(model).into_iter().map(|at| &model.columns[at]).collect();
    for value in [&association.on_delete, &association.on_update].into_iter().flatten() {
        errors.handle(fits(value, &key));
    }
}

/// Whether these columns can follow the action.
pub(super) fn fits(value: &ActionValue, key: &[&Column]) -> syn::Result<()> {
    let (option, action) = (&value.option, &value.ident);
    match value.action {
        Action::SetNull => {
            let Some(column) = key.iter().find(|column| !column.is_optional()) else { return Ok(()) };
            let (field, ty) = (&column.field, column.rust_type());
            let message = format!(
                "`{option} = {action}`, but the key `{field}` is required\nhelp: make it optional: `{field}: Option<{ty}>`, or say `{option} = cascade` or `restrict`"
            );
            Err(mistake(action, message))
        }
        Action::SetDefault => {
            let Some(column) = key.iter().find(|column| column.options.default.is_none()) else {
                return Ok(());
            };
            let field = &column.field;
            let message = format!(
                "`{option} = {action}`, but the key `{field}` has no default\nhelp: give it one: `#[column(default = …)] {field}: …`, or say `{option} = cascade` or `restrict`"
            );
            Err(mistake(action, message))
        }
        Action::NoAction | Action::Restrict | Action::Cascade => Ok(()),
    }
}
