//! A `belongs_to_many` against its junction: which of the junction's columns are its two ends.
use super::super::text::{Text, say};
use super::super::{Action, ModelDescription};
use super::{Declared, key};

mod end;
mod partner;
#[cfg(test)]
mod tests;

pub(crate) use end::Side;
use end::{ends_of, find, push_sentence};

/// The columns of a `belongs_to_many`, as positions in the three models.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Crossing<const S: usize, const T: usize> {
    /// The key of the declaring model.
    pub source: [usize; S],
    /// The junction's columns that equal it.
    pub near: [usize; S],
    /// The junction's columns that equal the target's key.
    pub far: [usize; T],
    /// The key of the target.
    pub target: [usize; T],
}

/// The source, the target, the junction.
type Models = [&'static ModelDescription; 3];

/// How many columns a key has: those that are named, or the primary key.
#[must_use]
pub const fn key_length(model: &ModelDescription, named: &[&str]) -> usize {
    if named.is_empty() { model.key.len() } else { named.len() }
}

/// Finds the columns of a `belongs_to_many`, whatever the check says about them. `models` is the source, the target,
/// the junction.
#[must_use]
pub const fn crossing<const S: usize, const T: usize>(models: Models, at: usize) -> Crossing<S, T> {
    let none = usize::MAX;
    let mut crossing = Crossing { source: [none; S], near: [none; S], far: [none; T], target: [none; T] };
    if let Some((near, far)) = sides(models, at, &mut Text::new()) {
        fill(&near, (&mut crossing.near, &mut crossing.source));
        fill(&far, (&mut crossing.far, &mut crossing.target));
    }
    crossing
}

const fn fill(side: &Side, (columns, key): (&mut [usize], &mut [usize])) {
    let mut nth = 0;
    while nth < columns.len() && nth < side.length {
        columns[nth] = side.columns[nth];
        key[nth] = side.key[nth];
        nth += 1;
    }
}

/// Checks a `belongs_to_many`. `models` is the source, the target, the junction.
///
/// # Panics
///
/// With the message for the user if the three models do not fit together.
#[track_caller]
pub const fn belongs_to_many(models: Models, at: usize) {
    let mut text = Text::new();
    if let Some((near, far)) = sides(models, at, &mut text) {
        let declared = Declared::new(models[0], models[1], at);
        check_uniqueness(&declared, models[2], (&near, &far), &mut text);
        check_action(&declared, models[2], &near, &mut text);
        if text.is_empty() {
            partner::check(&declared, models[2], (&near, &far), &mut text);
        }
    }
    if !text.is_empty() {
        panic!("{}", text.as_str());
    }
}

/// The two ends; none if one is not found, which is said then.
pub(crate) const fn sides(models: Models, at: usize, text: &mut Text) -> Option<(Side, Side)> {
    let [source, target, through] = models;
    let association = &source.associations[at];
    let Some(junction) = &association.junction else { return None };
    if source.columns.is_empty() || target.columns.is_empty() || through.columns.is_empty() {
        return None;
    }
    if !super::polymorphic::leads_back(models, at) {
        return None;
    }
    let declared = Declared::new(source, target, at);
    if junction.model.is_none() {
        return end::of_table(&declared, junction, text);
    }
    let ends = ends_of(models, association, junction);
    let Some(near) = find(&declared, through, &ends[0], text) else { return None };
    let Some(far) = find(&declared, through, &ends[1], text) else { return None };
    if near.is_same(&far) {
        push_same(&declared, through, &near, text);
        return None;
    }
    Some((near, far))
}

/// The first column of the junction that a link cannot do without and nothing fills; `usize::MAX` if there is none.
#[must_use]
pub const fn lacking(models: Models, at: usize, near: &[usize], far: &[usize]) -> usize {
    let through = models[2];
    // Keys that are not found are reported by the check, and by nothing else.
    if near.is_empty() || near[0] >= through.columns.len() {
        return usize::MAX;
    }
    let mut position = 0;
    while position < through.columns.len() {
        let column = &through.columns[position];
        let fills_itself =
            column.nullable || column.generated || column.default.is_some() || column.stamp.is_some();
        if !fills_itself && !is_provided(models, at, (near, far), position) {
            return position;
        }
        position += 1;
    }
    usize::MAX
}

const fn is_provided(models: Models, at: usize, (near, far): (&[usize], &[usize]), position: usize) -> bool {
    let mut nth = 0;
    while nth < near.len() + far.len() + scope_length(models, at) {
        if filled(models, at, (near, far), nth) == position {
            return true;
        }
        nth += 1;
    }
    false
}

const fn scope_length(models: Models, at: usize) -> usize {
    match &models[0].associations[at].junction {
        Some(junction) => junction.scope.len(),
        None => 0,
    }
}

/// The nth column that a link fills: of the key to the source, of that to the target, of the scope.
const fn filled(models: Models, at: usize, (near, far): (&[usize], &[usize]), nth: usize) -> usize {
    if nth < near.len() {
        return near[nth];
    }
    if nth < near.len() + far.len() {
        return far[nth - near.len()];
    }
    let nth = nth - near.len() - far.len();
    match &models[0].associations[at].junction {
        Some(junction) if nth < junction.scope.len() => match models[2].position(junction.scope[nth].field) {
            Some(position) => position,
            None => usize::MAX,
        },
        _ => usize::MAX,
    }
}

/// The nth column that a link fills, or, where it comes a second time or is not there, a position that no column has.
///
/// Each of them becomes an impl, and no two impls may be the same.
#[must_use]
pub const fn provided(models: Models, at: usize, ends: (&[usize], &[usize]), nth: usize) -> usize {
    let position = filled(models, at, ends, nth);
    let mut earlier = 0;
    while earlier < nth && filled(models, at, ends, earlier) != position {
        earlier += 1;
    }
    if earlier < nth || position >= models[2].columns.len() { usize::MAX - nth } else { position }
}

/// Finds the column of the junction that a `through_scope` names: the `nth`.
///
/// # Panics
///
/// With the message for the user if the junction has no such column.
#[track_caller]
#[must_use]
pub const fn through_scope_column(
    source: &'static ModelDescription,
    through: &'static ModelDescription,
    at: usize,
    nth: usize,
) -> usize {
    let Some(junction) = &source.associations[at].junction else { return 0 };
    let field = junction.scope[nth].field;
    match through.position(field) {
        _ if through.columns.is_empty() => 0,
        Some(position) => position,
        None => {
            let mut text = Text::new();
            let name = source.associations[at].name;
            say!(
                text,
                "`through_scope` of `",
                source.name,
                ".",
                name,
                "` needs a column `",
                field,
                "`, but `"
            );
            say!(text, through.name, "` has none\nhelp: ");
            match key::near_field(through, field) {
                Some(near) => say!(text, "there is `", near, "`: `through_scope(", near, " = …)`"),
                None => {
                    say!(text, "name one of its columns: ");
                    key::push_fields(&mut text, through);
                }
            }
            panic!("{}", text.as_str())
        }
    }
}

/// What is said about a pair's uniqueness fits the junction's primary key.
const fn check_uniqueness(
    declared: &Declared,
    through: &'static ModelDescription,
    (near, far): (&Side, &Side),
    text: &mut Text,
) {
    let Some(junction) = &declared.association.junction else { return };
    if junction.model.is_none() {
        return;
    }
    let mut is_pair = !through.key.is_empty();
    let mut nth = 0;
    while nth < through.key.len() {
        is_pair = is_pair && (near.has(through.key[nth]) || far.has(through.key[nth]));
        nth += 1;
    }
    if is_pair && !junction.unique {
        push_sentence(declared, through, text);
        say!(text, " with `unique = false`, but the two keys are the primary key of `", through.name);
        say!(text, "`, so that a pair is linked once\nhelp: give `", through.name);
        say!(text, "` a key of its own: `id: i64`, or leave `unique` out");
    } else if let (true, Some(name)) = (is_pair, junction.unique_key) {
        push_sentence(declared, through, text);
        say!(text, " with `unique_key = \"", name, "\"`, but the two keys are the primary key of `");
        say!(text, through.name, "`, and need no further constraint\nhelp: leave `unique_key` out");
    }
}

/// `on_delete = set_null` needs a key that can be empty.
const fn check_action(declared: &Declared, through: &'static ModelDescription, near: &Side, text: &mut Text) {
    let association = declared.association;
    let (option, is_null) = match (association.on_delete, association.on_update) {
        (Some(Action::SetNull), _) => ("on_delete", true),
        (_, Some(Action::SetNull)) => ("on_update", true),
        _ => ("", false),
    };
    let is_table = matches!(&association.junction, Some(junction) if junction.model.is_none());
    if !text.is_empty() || !is_null || (!is_table && through.columns[near.columns[0]].nullable) {
        return;
    }
    push_sentence(declared, through, text);
    say!(text, " with `", option, " = set_null`, but the key there is required\nhelp: `", option);
    say!(text, " = cascade` takes the links away with the row, `restrict` keeps the row");
}

const fn push_same(declared: &Declared, through: &ModelDescription, end: &Side, text: &mut Text) {
    push_sentence(declared, through, text);
    say!(text, ", but both of its ends are ");
    end.push_columns(through, text);
    say!(text, "\nhelp: name a key for each end: ");
    declared.push_attribute(text);
    say!(text, "through = ", through.name, ", foreign_key = …, other_key = …)]`");
}
