//! How associations and their accessors are called.
use syn::ext::IdentExt as _;

use super::mistake;
use crate::attr::Kind;
use crate::errors::Errors;
use crate::model::{Association, Model, is_keyword};
use crate::name::{is_plural, is_snake, may_be_plural, plural, singular};

pub(super) fn check(model: &Model, errors: &mut Errors) {
    for (at, association) in model.associations.iter().enumerate() {
        // What is no name at all says nothing about its number.
        if !association.naming.is_well_spelled() {
            check_spelling(association, errors);
            continue;
        }
        check_number(association, errors);
        if association.is_faulty {
            continue;
        }
        check_forms_differ(association, errors);
        check_is_no_field(model, association, errors);
        if check_is_new(model, at, errors) {
            check_accessors_are_new(model, at, errors);
        }
    }
}

/// ```text
/// #[belongs_to(User, as = homeTeam)]
/// #[belongs_to(User, as = type)]
/// ```
fn check_spelling(association: &Association, errors: &mut Errors) {
    for name in &association.naming.written {
        let text = name.unraw().to_string();
        if is_keyword(name) {
            let help = if matches!(text.as_str(), "self" | "Self" | "super" | "crate" | "_") {
                "choose another name".to_owned()
            } else {
                format!("write `r#{text}`, or choose another name")
            };
            errors.push(mistake(name, format!("`{text}` is a keyword of Rust\nhelp: {help}")));
        } else if !is_snake(&text) {
            let snake = crate::name::snake(&text);
            let help =
                if snake.is_empty() { "choose another name".to_owned() } else { format!("write `{snake}`") };
            let message = format!(
                "associations are named like fields, in snake_case, but `{text}` is not\nhelp: {help}"
            );
            errors.push(mistake(name, message));
        }
    }
}

/// ```text
/// #[belongs_to(User, as = owners)]
/// #[has_many(Task, as = task)]
/// ```
fn check_number(association: &Association, errors: &mut Errors) {
    let naming = &association.naming;
    let Some(alias) = naming.alias.as_ref().filter(|_| !naming.is_trusted) else { return };
    let text = alias.unraw().to_string();
    if association.kind.is_to_many() {
        if !may_be_plural(&text) {
            let many = plural(&text);
            let message = format!(
                "an association to many rows is named in the plural, but `{text}` is a singular\nhelp: write `as = {many}`, or, if that is no word, `singular = {text}, plural = …`"
            );
            errors.push(mistake(alias, message));
        }
    } else if is_plural(&text) {
        let one = singular(&text);
        let message = format!(
            "an association to one row is named in the singular, but `{text}` is a plural\nhelp: write `as = {one}`, or, if `{text}` is no plural, `singular = {text}`"
        );
        errors.push(mistake(alias, message));
    }
}

/// ```text
/// #[has_many(Series)]
/// ```
fn check_forms_differ(association: &Association, errors: &mut Errors) {
    let naming = &association.naming;
    if !association.kind.is_to_many() || naming.name.unraw() != naming.singular.unraw() {
        return;
    }
    let name = association.name();
    // A singular given as an alias has been reported for its number.
    if naming.alias.is_some() && !naming.is_trusted && !may_be_plural(&name) {
        return;
    }
    let what = if naming.is_trusted { "both the singular and the plural" } else { "its own plural" };
    let message = format!(
        "`{name}` is {what}, so that `add_{name}` would mean both one row and many\nhelp: tell the two apart: `singular = {name}_item, plural = {name}`"
    );
    errors.push(mistake(naming.alias.as_ref().unwrap_or(&association.target_ident), message));
}

/// ```text
/// #[has_many(Task)]
/// struct Project { id: i64, tasks: i64 }
/// ```
fn check_is_no_field(model: &Model, association: &Association, errors: &mut Errors) {
    let naming = &association.naming;
    let Some(column) = model.column(&naming.name) else { return };
    let (name, target) = (association.name(), &association.target_name);
    let help = if column.rust_type().contains(target.as_str()) {
        let key = format!("write the key in its place: `{name}_id: …`; `get_{name}` loads the row");
        if association.kind == Kind::BelongsTo && association.foreign_key.fields.is_empty() {
            key
        } else {
            format!("remove the field: rows of `{target}` are no column of this one, `get_{name}` loads them")
        }
    } else if association.kind == Kind::BelongsTo {
        format!(
            "rename the field (the key of an association is called `{name}_id`), or name the association: `as = …`"
        )
    } else {
        "rename the field, or name the association: `as = …`".to_owned()
    };
    let message = format!("`{name}` is an association and a field of `{}`\nhelp: {help}", model.name());
    errors.push(mistake(naming.alias.as_ref().unwrap_or(&association.target_ident), message));
}

/// ```text
/// #[belongs_to(User)]
/// #[belongs_to(User)]
/// ```
fn check_is_new(model: &Model, at: usize, errors: &mut Errors) -> bool {
    let association = &model.associations[at];
    let name = association.name();
    let mut earlier = model.associations[..at].iter().filter(|earlier| earlier.name() == name);
    let Some(first) = earlier.next() else { return true };
    // Of three, the second says it.
    let Some(earlier) = earlier.next().is_none().then_some(first) else { return false };
    let aliases = (&earlier.naming.alias, &association.naming.alias);
    let help = match aliases {
        (None, None) => "tell them apart: `as = …`",
        _ => "give one of them another name: `as = …`",
    };
    let message = format!("two associations of `{}` are called `{name}`\nhelp: {help}", model.name());
    errors.push(mistake(association.naming.alias.as_ref().unwrap_or(&association.target_ident), message));
    false
}

/// ```text
/// #[has_one(Person, as = child)]
/// #[has_many(Person, as = children)]
/// ```
fn check_accessors_are_new(model: &Model, at: usize, errors: &mut Errors) {
    let association = &model.associations[at];
    let own = accessors(association);
    for earlier in &model.associations[..at] {
        let Some(shared) = accessors(earlier).into_iter().find(|accessor| own.contains(accessor)) else {
            continue;
        };
        let message = format!(
            "the associations `{}` and `{}` would both have the method `{shared}`\nhelp: rename one of them: `as = …`, or its singular: `singular = …`",
            earlier.name(),
            association.name(),
        );
        errors.push(mistake(association.naming.alias.as_ref().unwrap_or(&association.target_ident), message));
        return;
    }
}

/// The methods that an association has.
fn accessors(association: &Association) -> Vec<String> {
    let (name, singular) = (association.name(), association.naming.singular.unraw().to_string());
    let to_one = ["get", "set", "create"];
    if !association.kind.is_to_many() {
        return to_one.iter().map(|verb| format!("{verb}_{singular}")).collect();
    }
    let of_one = ["has", "add", "remove", "create"].iter().map(|verb| format!("{verb}_{singular}"));
    let of_many = ["get", "count", "has", "set", "add", "remove"].iter().map(|verb| format!("{verb}_{name}"));
    of_one.chain(of_many).collect()
}
