//! What an association asks of its constraint: actions that the foreign key can follow.
use super::super::text::{Text, say};
use super::super::{Action, AssociationDescription, AssociationKind, ColumnDescription};
use super::{Declared, foreign, key, pair};

/// The actions that one attribute asks for fit its foreign key.
pub(super) const fn check(declared: &Declared, text: &mut Text) {
    let association = declared.association;
    if matches!(association.constraints, Some(false))
        && let Some((option, action)) = first_action(association)
    {
        return push_no_constraint(declared, (option, action), text);
    }
    if let Some(action) = association.on_delete {
        check_action(declared, ("on_delete", action), text);
    }
    if let Some(action) = association.on_update
        && text.is_empty()
    {
        check_action(declared, ("on_update", action), text);
    }
    if text.is_empty() && declared.is_belongs_to() {
        check_single_target(declared, text);
    }
}

const fn push_no_constraint(declared: &Declared, (option, action): (&str, Action), text: &mut Text) {
    declared.push_sentence(text);
    say!(text, " with `constraints = false`, so nothing can carry out `", option, " = ", word(action));
    say!(text, "`\nhelp: remove one of the two");
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

const fn check_action(declared: &Declared, (option, action): (&str, Action), text: &mut Text) {
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
                return push_required(declared, (option, column), text);
            }
            if matches!(action, Action::SetDefault) && column.default.is_none() {
                return push_no_default(declared, (option, column), text);
            }
        }
        nth += 1;
    }
}

const fn push_required(declared: &Declared, (option, column): (&str, &ColumnDescription), text: &mut Text) {
    let child = declared.child().name;
    declared.push_sentence(text);
    say!(text, " with `", option, " = set_null`, but its key `", child, ".", column.field);
    say!(text, "` is required\nhelp: make it optional: `", column.field, ": ");
    key::push_type(text, column.rust_type, true);
    say!(text, "` in `", child, "`, or say `", option, " = cascade` or `restrict`");
}

const fn push_no_default(declared: &Declared, (option, column): (&str, &ColumnDescription), text: &mut Text) {
    let child = declared.child().name;
    declared.push_sentence(text);
    say!(text, " with `", option, " = set_default`, but its key `", child, ".", column.field);
    say!(text, "` has no default\nhelp: give it one: `#[column(default = …)] ", column.field, ": ");
    key::push_type(text, column.rust_type, column.nullable);
    say!(text, "` in `", child, "`");
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
            return push_two_targets(declared, other.target_name, text);
        }
        at += 1;
    }
}

const fn push_two_targets(declared: &Declared, other: &str, text: &mut Text) {
    declared.push_sentence(text);
    say!(text, " over ");
    pair::push_foreign(declared, text);
    say!(text, ", and so it does to `", other, "`: one key cannot point to two models");
    say!(text, "\nhelp: give each its own key, or say `constraints = false` on both");
}
