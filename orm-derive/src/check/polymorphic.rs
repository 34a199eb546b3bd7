//! What an association to several models asks of the struct: its two fields, and names that are free.
use syn::ext::IdentExt as _;

use super::mistake;
use crate::errors::{Errors, nearest};
use crate::model::{Association, Model, Polymorphic, is_keyword};
use crate::name::{is_snake, snake};

pub(super) fn check(model: &Model, errors: &mut Errors) {
    for (at, polymorphic) in model.polymorphics.iter().enumerate() {
        if is_keyword(&polymorphic.alias) || !is_snake(&polymorphic.name()) {
            check_spelling(polymorphic, errors);
            continue;
        }
        if check_fields_exist(model, polymorphic, errors) {
            check_fields_agree(model, polymorphic, errors);
        }
        check_kinds_differ(polymorphic, errors);
        check_names_are_free(model, at, errors);
        check_nothing_needs_a_constraint(polymorphic, errors);
    }
    for association in model.associations.iter().filter(|association| association.led_back_by().is_some()) {
        check_via(association, errors);
    }
}

/// ```text
/// #[belongs_to(Post | Image, as = CommentAble)]
/// ```
fn check_spelling(polymorphic: &Polymorphic, errors: &mut Errors) {
    let text = polymorphic.name();
    let help = match snake(&text) {
        snake if snake.is_empty() || snake == text => "choose another name".to_owned(),
        snake => format!("write `{snake}`"),
    };
    let message =
        format!("associations are named like fields, in snake_case, but `{text}` is not\nhelp: {help}");
    errors.push(mistake(&polymorphic.alias, message));
}

/// ```text
/// #[belongs_to(Post | Image, as = commentable)]
/// struct Comment { id: i64, commentable_id: i64 }
/// ```
fn check_fields_exist(model: &Model, polymorphic: &Polymorphic, errors: &mut Errors) -> bool {
    let mut exist = true;
    let fields = [
        (&polymorphic.type_field, "says which model the owner is of", "String"),
        (&polymorphic.key_field, "holds the owner's key", "i64"),
    ];
    for (field, what, ty) in fields.into_iter().filter(|(field, ..)| model.position(field).is_none()) {
        let wanted = field.unraw().to_string();
        let help = match nearest(&wanted, model.fields()) {
            Some(near) => {
                format!("there is `{near}`; rename it (`#[column(name = …)]` keeps the column's name)")
            }
            None => format!("add `{wanted}: {ty}`, or `{wanted}: Option<{ty}>` if there may be no owner"),
        };
        let message = format!(
            "`{}` belongs to one of several models as `{}`, but has no field `{wanted}`, which {what}\nhelp: {help}",
            model.name(),
            polymorphic.name(),
        );
        errors.push(mistake(field, message));
        exist = false;
    }
    exist
}

/// ```text
/// struct Comment { id: i64, commentable_type: String, commentable_id: Option<i64> }
/// ```
fn check_fields_agree(model: &Model, polymorphic: &Polymorphic, errors: &mut Errors) {
    let [ty, key] = polymorphic.positions(model).map(|at| &model.columns[at]);
    if ty.is_optional() == key.is_optional() {
        return;
    }
    let (required, optional) = if key.is_optional() { (ty, key) } else { (key, ty) };
    let message = format!(
        "`{}` is an `Option`, but `{}` is not: there is an owner, or there is none\nhelp: make both `Option`s, or neither: `{}: Option<{}>`",
        optional.field,
        required.field,
        required.field,
        required.rust_type()
    );
    errors.push(mistake(&required.ident, message));
}

/// ```text
/// #[belongs_to(Post | Post, as = commentable)]
/// ```
fn check_kinds_differ(polymorphic: &Polymorphic, errors: &mut Errors) {
    for (at, kind) in polymorphic.kinds.iter().enumerate() {
        let name = kind.variant.unraw();
        if polymorphic.kinds[..at].iter().any(|earlier| earlier.variant.unraw() == name) {
            let message =
                format!("`{}` lists `{name}` twice\nhelp: list each model once", polymorphic.name());
            errors.push(mistake(&kind.ident, message));
        }
    }
}

/// ```text
/// #[belongs_to(Post | Image, as = image)]
/// #[has_many(Post, as = commentable)]
/// ```
fn check_names_are_free(model: &Model, at: usize, errors: &mut Errors) {
    let polymorphic = &model.polymorphics[at];
    let (name, owner) = (polymorphic.name(), polymorphic.enum_name());
    if polymorphic.kinds.iter().any(|kind| kind.variant.unraw() == owner) || owner == model.name() {
        let message = format!(
            "`{name}` would be an enum called `{owner}`, as the model is\nhelp: choose another name: `as = owner`"
        );
        return errors.push(mistake(&polymorphic.alias, message));
    }
    if model.column(&polymorphic.name).is_some() {
        let message = format!(
            "`{name}` is an association and a field of `{}`\nhelp: rename the field (`#[column(name = …)]` keeps the column's name)",
            model.name()
        );
        return errors.push(mistake(&polymorphic.alias, message));
    }
    let others =
        model.associations.iter().map(|other| (other.name(), other.naming.singular.unraw().to_string()));
    let earlier = model.polymorphics[..at].iter().map(|other| (other.name(), other.name()));
    if others.chain(earlier).any(|(other, singular)| other == name || singular == name) {
        let message = format!(
            "two associations of `{}` are called `{name}`\nhelp: give one of them another name: `as = …`",
            model.name()
        );
        errors.push(mistake(&polymorphic.alias, message));
    }
}

/// ```text
/// #[belongs_to(Post | Image, as = commentable, on_delete = cascade)]
/// ```
fn check_nothing_needs_a_constraint(polymorphic: &Polymorphic, errors: &mut Errors) {
    let Some(option) = &polymorphic.refused else { return };
    let message = format!(
        "`{}` points to several tables, so no constraint of the database holds its key, and nothing could carry this out\nhelp: remove it; the key is the owner's primary key",
        polymorphic.name()
    );
    errors.push(mistake(option, message));
}

/// ```text
/// #[has_many(Comment, via = commentable, on_delete = cascade)]
/// ```
fn check_via(association: &Association, errors: &mut Errors) {
    let (Some(via), name) = (association.led_back_by(), association.name()) else { return };
    let action = association.on_delete.as_ref().or(association.on_update.as_ref());
    if let Some(action) = action {
        let message = format!(
            "`{name}` goes via `{}`, which no constraint of the database holds, so nothing could carry out `{} = {}`\nhelp: remove it, or delete the rows yourself before their owner",
            via.unraw(),
            action.option,
            action.ident
        );
        errors.push(mistake(&action.option, message));
    }
    if let (true, Some(field)) = (association.referenced_key_named, association.referenced_key.first()) {
        let message = format!(
            "`{name}` goes via `{}`, which holds the primary key of its owner\nhelp: remove `source_key`",
            via.unraw()
        );
        errors.push(mistake(field, message));
    }
}
