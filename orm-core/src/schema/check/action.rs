//! What an association asks of its constraint: actions that the foreign key can follow.
use super::super::text::{Text, say};
use super::super::{Action, AssociationDescription, AssociationKind};
use super::{Declared, foreign, key, pair};

/// The actions that one attribute asks for fit its foreign key.
pub(super) const fn check(declared: &Declared, text: &mut Text) {
    let association = declared.association;
    if matches!(association.constraints, Some(false))
        && let Some((option, action)) = first_action(association)
    {
        declared.push_sentence(text);
        say!(text, " with `constraints = false`, so nothing can carry out `", option, " = ", word(action));
        return say!(text, "`\nhelp: remove one of the two");
    }
    check_action(declared, ("on_delete", association.on_delete), text);
    if text.is_empty() {
        check_action(declared, ("on_update", association.on_update), text);
    }
    if text.is_empty() && declared.is_belongs_to() {
        check_single_target(declared, text);
    }
}

/// The first action that an attribute asks for, with the option's name.
pub(super) const fn first_action(association: &AssociationDescription) -> Option<(&'static str, Action)> {
    match (association.on_delete, association.on_update) {
        (Some(action), _) => Some(("on_delete", action)),
        (None, Some(action)) => Some(("on_update", action)),
        (None, None) => None,
    }
}

/// The action as attributes spell it.
pub(super) const fn word(action: Action) -> &'static str {
    match action {
        Action::NoAction => "no_action",
        Action::Restrict => "restrict",
        Action::Cascade => "cascade",
        Action::SetNull => "set_null",
        Action::SetDefault => "set_default",
    }
}

const fn check_action(declared: &Declared, (option, action): (&str, Option<Action>), text: &mut Text) {
    let Some(action) = action else { return };
    if !matches!(action, Action::SetNull | Action::SetDefault)
        || pair::belongs_to_says_the_same(declared, option)
    {
        return;
    }
    let child = declared.child();
    let mut nth = 0;
    while nth < declared.association.foreign_key.len() {
        if let Some(position) = foreign(declared, nth) {
            let column = &child.columns[position];
            if matches!(action, Action::SetNull) && !column.nullable {
                declared.push_sentence(text);
                say!(text, " with `", option, " = set_null`, but its key `", child.name, ".", column.field);
                say!(text, "` is required\nhelp: make it optional: `", column.field, ": ");
                key::push_type(text, column.rust_type, true);
                return say!(text, "` in `", child.name, "`, or say `", option, " = cascade` or `restrict`");
            }
            if matches!(action, Action::SetDefault) && column.default.is_none() {
                declared.push_sentence(text);
                say!(
                    text,
                    " with `",
                    option,
                    " = set_default`, but its key `",
                    child.name,
                    ".",
                    column.field
                );
                say!(
                    text,
                    "` has no default\nhelp: give it one: `#[column(default = …)] ",
                    column.field,
                    ": "
                );
                key::push_type(text, column.rust_type, column.nullable);
                return say!(text, "` in `", child.name, "`");
            }
        }
        nth += 1;
    }
}

/// One foreign key cannot be held to two models at once: no row could satisfy both constraints for long.
const fn check_single_target(declared: &Declared, text: &mut Text) {
    let mut at = 0;
    while at < declared.at {
        let other = &declared.source.associations[at];
        if matches!(other.kind, AssociationKind::BelongsTo)
            && other.target_identity != declared.association.target_identity
            && !matches!(other.constraints, Some(false))
            && !matches!(declared.association.constraints, Some(false))
            && pair::has_same_fields(declared, other)
        {
            declared.push_sentence(text);
            say!(text, " over ");
            pair::push_foreign(declared, text);
            say!(text, ", and so it does to `", other.target_name, "`: one key cannot point to two models");
            say!(text, "\nhelp: give each its own key, or say `constraints = false` on both");
            return;
        }
        at += 1;
    }
}
