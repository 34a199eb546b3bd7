//! The two sides of one foreign key: a `has_one` or `has_many` against the `belongs_to` of the other model.
use super::super::text::{Text, say};
use super::super::{Action, AssociationDescription, AssociationKind, equal};
use super::action::{first_action, word};
use super::{Declared, foreign, key, referenced};

/// The `belongs_to` of the other model over the same foreign key as this `has_one` or `has_many`.
pub(super) const fn belongs_to_over_the_same(declared: &Declared) -> Option<Declared> {
    let mut at = 0;
    while at < declared.target.associations.len() {
        if let Some(back) = belongs_back(declared, at)
            && is_same_key(declared, &back)
        {
            return Some(back);
        }
        at += 1;
    }
    None
}

/// The other side of the same foreign key, if it is declared.
pub(crate) const fn partner(declared: &Declared) -> Option<&'static AssociationDescription> {
    if !declared.is_belongs_to() {
        return match belongs_to_over_the_same(declared) {
            Some(back) => Some(back.association),
            None => None,
        };
    }
    let mut at = 0;
    while at < declared.target.associations.len() {
        let other = &declared.target.associations[at];
        if other.target_identity == declared.source.identity
            && matches!(other.kind, AssociationKind::HasOne | AssociationKind::HasMany)
            && is_same_key(&Declared::new(declared.target, declared.source, at), declared)
        {
            return Some(other);
        }
        at += 1;
    }
    None
}

/// The target's association at a position, if it is a `belongs_to` that leads back.
const fn belongs_back(declared: &Declared, at: usize) -> Option<Declared> {
    let other = &declared.target.associations[at];
    if matches!(other.kind, AssociationKind::BelongsTo) && other.target_identity == declared.source.identity {
        let back = Declared::new(declared.target, declared.source, at);
        // What does not resolve is reported at its own attribute.
        if back.association.foreign_key.len() == key::referenced_length(&back) {
            return Some(back);
        }
    }
    None
}

/// Whether a `belongs_to` leads back whose own key is missing: then its attribute is the place to say so.
pub(super) const fn is_reported_by_other_side(declared: &Declared) -> bool {
    let mut at = 0;
    while at < declared.target.associations.len() {
        let other = &declared.target.associations[at];
        if matches!(other.kind, AssociationKind::BelongsTo)
            && other.target_identity == declared.source.identity
        {
            let back = Declared::new(declared.target, declared.source, at);
            let length = other.foreign_key.len();
            let is_missing =
                length == 0 || length != key::referenced_length(&back) || foreign(&back, 0).is_none();
            let named = declared.association.foreign_key;
            // A key that is named here may be another one than theirs.
            if is_missing && (!declared.association.foreign_key_named || key::expects(&back, named[0])) {
                return true;
            }
        }
        at += 1;
    }
    false
}

const fn is_same_key(left: &Declared, right: &Declared) -> bool {
    let length = left.association.foreign_key.len();
    if length != right.association.foreign_key.len() {
        return false;
    }
    let mut nth = 0;
    while nth < length {
        let Some(position) = foreign(left, nth) else { return false };
        if nth_of(right, position).is_none() {
            return false;
        }
        nth += 1;
    }
    true
}

/// Which part of the foreign key a column is.
const fn nth_of(declared: &Declared, position: usize) -> Option<usize> {
    let mut nth = 0;
    while nth < declared.association.foreign_key.len() {
        if let Some(found) = foreign(declared, nth)
            && found == position
        {
            return Some(nth);
        }
        nth += 1;
    }
    None
}

/// Whether another attribute of the same struct names the same fields.
pub(super) const fn has_same_fields(declared: &Declared, other: &AssociationDescription) -> bool {
    let left = declared.association.foreign_key;
    let right = other.foreign_key;
    if left.len() != right.len() {
        return false;
    }
    let mut nth = 0;
    while nth < left.len() {
        if !equal(left[nth], right[nth]) {
            return false;
        }
        nth += 1;
    }
    true
}

/// Whether the `belongs_to` of the other side asks for the same action, and so reports it.
pub(super) const fn belongs_to_says_the_same(declared: &Declared, option: &str) -> bool {
    if declared.is_belongs_to() {
        return false;
    }
    let Some(back) = belongs_to_over_the_same(declared) else { return false };
    let (here, there) = if equal(option, "on_delete") {
        (declared.association.on_delete, back.association.on_delete)
    } else {
        (declared.association.on_update, back.association.on_update)
    };
    matches!((here, there), (Some(here), Some(there)) if here as u8 == there as u8)
}

/// Where the column is missing: the keys of the `belongs_to` that lead back. `false` if there is none.
pub(super) const fn push_candidates(declared: &Declared, text: &mut Text) -> bool {
    let mut found = 0;
    let mut at = 0;
    while at < declared.target.associations.len() {
        if let Some(back) = belongs_back(declared, at)
            && foreign(&back, 0).is_some()
        {
            if found == 0 {
                say!(text, "`", declared.target.name, "` belongs to `", declared.source.name, "` as `");
            } else {
                say!(text, ", and as `");
            }
            say!(text, back.association.name, "`; name that key: ");
            declared.push_attribute(text);
            say!(text, "foreign_key = ");
            push_value(&back, text);
            say!(text, ")]`");
            found += 1;
        }
        at += 1;
    }
    found > 0
}

/// `project_id`, or `(unit_tenant, unit_number)`.
pub(super) const fn push_value(declared: &Declared, text: &mut Text) {
    let length = declared.association.foreign_key.len();
    say!(text, if length == 1 { "" } else { "(" });
    let mut nth = 0;
    while nth < length {
        if let Some(position) = foreign(declared, nth) {
            say!(text, if nth == 0 { "" } else { ", " }, declared.child().columns[position].field);
        }
        nth += 1;
    }
    say!(text, if length == 1 { "" } else { ")" });
}

/// The foreign key as a message names it: `Task.project_id`.
pub(super) const fn push_foreign(declared: &Declared, text: &mut Text) {
    say!(text, "`", declared.child().name, ".");
    push_value(declared, text);
    say!(text, "`");
}

/// Both sides of one foreign key say the same.
pub(super) const fn check(declared: &Declared, text: &mut Text) {
    check_one(declared, text);
    if !text.is_empty() {
        return;
    }
    match belongs_to_over_the_same(declared) {
        Some(back) => {
            check_referenced(declared, &back, text);
            if text.is_empty() {
                check_sides(declared, &back, text);
            }
        }
        None => check_other_key(declared, text),
    }
    let mut at = 0;
    while text.is_empty() && at < declared.at {
        let sibling = &declared.source.associations[at];
        if matches!(sibling.kind, AssociationKind::HasOne | AssociationKind::HasMany)
            && sibling.target_identity == declared.association.target_identity
            && has_same_fields(declared, sibling)
        {
            check_sides(declared, &Declared::new(declared.source, declared.target, at), text);
        }
        at += 1;
    }
}

/// A `has_one` makes its key unique, unless a scope says which of several rows is meant.
const fn check_one(declared: &Declared, text: &mut Text) {
    let association = declared.association;
    if !matches!(association.kind, AssociationKind::HasOne) || !association.scope.is_empty() {
        return;
    }
    if association.foreign_key.len() == 1
        && let Some(position) = foreign(declared, 0)
    {
        let column = &declared.target.columns[position];
        if matches!(column.unique, Some(false)) {
            return push_not_unique(declared, column.field, text);
        }
    }
    let mut at = 0;
    while at < declared.source.associations.len() {
        let sibling = &declared.source.associations[at];
        if matches!(sibling.kind, AssociationKind::HasMany)
            && sibling.target_identity == association.target_identity
            && has_same_fields(declared, sibling)
        {
            return push_many_as_well(declared, sibling, text);
        }
        at += 1;
    }
}

const fn push_not_unique(declared: &Declared, field: &str, text: &mut Text) {
    declared.push_sentence(text);
    say!(text, ", but `", declared.target.name, ".", field, "` says `#[column(unique = false)]`");
    say!(text, "\nhelp: remove `unique = false`, or declare `#[has_many(", declared.association.target_name);
    say!(text, ")]` on `", declared.source.name, "`");
}

const fn push_many_as_well(declared: &Declared, sibling: &AssociationDescription, text: &mut Text) {
    declared.push_sentence(text);
    say!(text, ", but has many of them as `", sibling.name, "` over the same key ");
    push_foreign(declared, text);
    say!(text, "\nhelp: give one of the two its own key, or the has_one a `scope(…)`");
}

/// Both sides point to the same columns of the parent.
const fn check_referenced(declared: &Declared, back: &Declared, text: &mut Text) {
    let mut nth = 0;
    while nth < declared.association.foreign_key.len() {
        let position = match foreign(declared, nth) {
            Some(position) => position,
            None => return,
        };
        let Some(other) = nth_of(back, position) else { return };
        if let (Some(here), Some(there)) = (referenced(declared, nth), referenced(back, other))
            && here != there
        {
            return push_other_referenced(declared, back, text);
        }
        nth += 1;
    }
}

const fn push_other_referenced(declared: &Declared, back: &Declared, text: &mut Text) {
    declared.push_sentence(text);
    say!(text, " over ");
    key::push_referenced(text, declared);
    say!(text, ", but `", back.source.name, "` belongs to `", back.target.name, "` over ");
    key::push_referenced(text, back);
    say!(text, ", with the same key ");
    push_foreign(declared, text);
    say!(text, "\nhelp: let `source_key` here and `target_key` there name the same");
}

/// The actions and `constraints` of two attributes that describe one foreign key.
const fn check_sides(declared: &Declared, other: &Declared, text: &mut Text) {
    let (here, there) = (declared.association, other.association);
    if !says_something(here) || !says_something(there) {
        return;
    }
    if let Some((left, right)) = differ(here.on_delete, there.on_delete) {
        push_contradiction(
            (declared, other),
            (("on_delete = ", word(left)), ("on_delete = ", word(right))),
            text,
        );
    } else if let Some((left, right)) = differ(here.on_update, there.on_update) {
        push_contradiction(
            (declared, other),
            (("on_update = ", word(left)), ("on_update = ", word(right))),
            text,
        );
    } else if let (Some(false), Some(wanted)) = (here.constraints, wants_constraint(there)) {
        push_contradiction((declared, other), (("constraints = ", "false"), wanted), text);
    } else if let (Some(wanted), Some(false)) = (wants_constraint(here), there.constraints) {
        push_contradiction((declared, other), (wanted, ("constraints = ", "false")), text);
    }
}

/// Whether an attribute says anything about its constraint.
const fn says_something(association: &AssociationDescription) -> bool {
    association.on_delete.is_some() || association.on_update.is_some() || association.constraints.is_some()
}

const fn differ(left: Option<Action>, right: Option<Action>) -> Option<(Action, Action)> {
    match (left, right) {
        (Some(left), Some(right)) if left as u8 != right as u8 => Some((left, right)),
        _ => None,
    }
}

/// An option, as written.
type Said = (&'static str, &'static str);

/// What an attribute asks for that needs a constraint.
const fn wants_constraint(association: &AssociationDescription) -> Option<Said> {
    if matches!(association.constraints, Some(true)) {
        return Some(("constraints = ", "true"));
    }
    match first_action(association) {
        Some((option, action)) if equal(option, "on_delete") => Some(("on_delete = ", word(action))),
        Some((_, action)) => Some(("on_update = ", word(action))),
        None => None,
    }
}

const fn push_contradiction(sides: (&Declared, &Declared), said: (Said, Said), text: &mut Text) {
    let ((declared, other), (here, there)) = (sides, said);
    declared.push_sentence(text);
    say!(text, " with `", here.0, here.1, "`, but ");
    other.push_sentence(text);
    say!(text, " with `", there.0, there.1, "`\nhelp: both describe the foreign key ");
    push_foreign(declared, text);
    say!(text, ": say it on one side only, or the same on both");
}

/// `has_many(Task, foreign_key = project_ref)` beside `belongs_to(Project)` over `project_id`.
///
/// Two sides are one pair if neither has an alias, or if both name a key and there is no other association between
/// the two models that could be meant. Anything else may be a second association that has only one side.
const fn check_other_key(declared: &Declared, text: &mut Text) {
    let mut at = 0;
    while at < declared.target.associations.len() {
        if let Some(back) = belongs_back(declared, at) {
            let (here, there) = (declared.association, back.association);
            let is_pair = !here.aliased && !there.aliased
                || (!here.aliased || !there.aliased)
                    && here.foreign_key_named
                    && there.foreign_key_named
                    && is_only_pair(declared);
            if is_pair && foreign(&back, 0).is_some() {
                return push_other_key(declared, &back, text);
            }
        }
        at += 1;
    }
}

const fn push_other_key(declared: &Declared, back: &Declared, text: &mut Text) {
    declared.push_sentence(text);
    say!(text, " over ");
    push_foreign(declared, text);
    say!(text, ", but ");
    back.push_sentence(text);
    say!(text, " over ");
    push_foreign(back, text);
    say!(text, "\nhelp: name the same key on both sides: ");
    declared.push_attribute(text);
    say!(text, "foreign_key = ");
    push_value(back, text);
    say!(text, ")]`; for a second association, give it a name with `as`");
}

/// Whether there is one association in either direction between the two models.
const fn is_only_pair(declared: &Declared) -> bool {
    count_towards(declared.source.associations, declared.target.identity) == 1
        && count_towards(declared.target.associations, declared.source.identity) == 1
}

const fn count_towards(associations: &[AssociationDescription], identity: u64) -> usize {
    let mut count = 0;
    let mut at = 0;
    while at < associations.len() {
        count += (associations[at].target_identity == identity) as usize;
        at += 1;
    }
    count
}
