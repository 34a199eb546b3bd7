//! A `belongs_to_many` against its junction: which of the junction's `belongs_to` are its two ends.
use super::super::text::{Text, say};
use super::super::{AssociationDescription, AssociationKind, JunctionDescription, ModelDescription, equal};
use super::{Declared, foreign, key, referenced, referenced_length};

#[cfg(test)]
mod tests;

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

/// How many columns a key has: those that are named, or the primary key.
#[must_use]
pub const fn key_length(model: &ModelDescription, named: &[&str]) -> usize {
    if named.is_empty() { model.key.len() } else { named.len() }
}

/// Checks a `belongs_to_many` through a model and finds its columns. `models` is the source, the target, the junction.
///
/// # Panics
///
/// With the message for the user if the three models do not fit together.
#[track_caller]
#[must_use]
pub const fn belongs_to_many<const S: usize, const T: usize>(
    models: [&'static ModelDescription; 3],
    at: usize,
) -> Crossing<S, T> {
    let mut text = Text::new();
    let crossing = crossing(models, at, &mut text);
    if !text.is_empty() {
        panic!("{}", text.as_str());
    }
    crossing
}

/// Whether a link can be stored without `through`: every other column of the junction fills itself.
#[must_use]
pub const fn links_alone(junction: &ModelDescription, near: &[usize], far: &[usize]) -> bool {
    let mut at = 0;
    while at < junction.columns.len() {
        let column = &junction.columns[at];
        let fills_itself =
            column.nullable || column.generated || column.default.is_some() || column.stamp.is_some();
        if !fills_itself && !contains(near, at) && !contains(far, at) {
            return false;
        }
        at += 1;
    }
    true
}

const fn contains(positions: &[usize], position: usize) -> bool {
    let mut nth = 0;
    while nth < positions.len() {
        if positions[nth] == position {
            return true;
        }
        nth += 1;
    }
    false
}

/// One end of a `belongs_to_many`: the model there, and what the attribute says about its key.
#[derive(Clone, Copy)]
struct End {
    model: &'static ModelDescription,
    /// `foreign_key` or `other_key`.
    option: &'static str,
    /// The fields in the junction that the user named; none if they follow.
    named: &'static [&'static str],
    /// The fields of the model that are pointed to; none for the primary key.
    referenced: &'static [&'static str],
    /// What the `belongs_to` is called that is meant where there are several.
    usual: &'static str,
}

const fn ends_of(
    [source, target, _]: [&'static ModelDescription; 3],
    association: &AssociationDescription,
    junction: &JunctionDescription,
) -> [End; 2] {
    let is_self = source.identity == target.identity;
    [
        End {
            model: source,
            option: "foreign_key",
            named: if association.foreign_key_named { association.foreign_key } else { &[] },
            referenced: association.referenced_key,
            usual: source.singular,
        },
        End {
            model: target,
            option: "other_key",
            named: junction.other_key,
            referenced: junction.target_key,
            usual: if is_self { association.singular } else { target.singular },
        },
    ]
}

const fn crossing<const S: usize, const T: usize>(
    models: [&'static ModelDescription; 3],
    at: usize,
    text: &mut Text,
) -> Crossing<S, T> {
    let mut crossing = Crossing { source: [0; S], near: [0; S], far: [0; T], target: [0; T] };
    let [source, target, through] = models;
    let association = &source.associations[at];
    let Some(junction) = &association.junction else { return crossing };
    if source.columns.is_empty() || target.columns.is_empty() || through.columns.is_empty() {
        return crossing;
    }
    let ends = ends_of(models, association, junction);
    let declared = Declared::new(source, target, at);
    let Some(near) = find(&declared, through, &ends[0], text) else { return crossing };
    let Some(far) = find(&declared, through, &ends[1], text) else { return crossing };
    if near.at == far.at {
        push_same(&declared, through, &near, text);
        return crossing;
    }
    fill(&near, (&mut crossing.near, &mut crossing.source));
    fill(&far, (&mut crossing.far, &mut crossing.target));
    check_partner(&declared, through, (near.at, far.at), text);
    crossing
}

const fn fill(end: &Declared, (columns, key): (&mut [usize], &mut [usize])) {
    let mut nth = 0;
    while nth < columns.len() && nth < referenced_length(end) {
        if let (Some(column), Some(position)) = (foreign(end, nth), referenced(end, nth)) {
            columns[nth] = column;
            key[nth] = position;
        }
        nth += 1;
    }
}

/// The junction's `belongs_to` that is this end: the one that has the named key, the only one, or the usual one.
const fn find(
    declared: &Declared,
    through: &'static ModelDescription,
    end: &End,
    text: &mut Text,
) -> Option<Declared> {
    let mut found = None;
    let mut count = 0;
    let mut at = 0;
    while at < through.associations.len() {
        if let Some(candidate) = candidate(through, end.model, at) {
            count += 1;
            let is_meant = if end.named.is_empty() {
                equal(candidate.association.name, end.usual)
            } else {
                has_key(&candidate, end)
            };
            if is_meant || (found.is_none() && end.named.is_empty() && count == 1) {
                found = Some((candidate, is_meant));
            }
        }
        at += 1;
    }
    match found {
        Some((candidate, is_meant)) if is_meant || count == 1 => {
            check_referenced(declared, (&candidate, end), text);
            if text.is_empty() { Some(candidate) } else { None }
        }
        _ => {
            push_not_found(declared, (through, count), end, text);
            None
        }
    }
}

/// The junction's association at a position, if it is a `belongs_to` of this model whose key is there.
const fn candidate(
    through: &'static ModelDescription,
    model: &'static ModelDescription,
    at: usize,
) -> Option<Declared> {
    let association = &through.associations[at];
    if !matches!(association.kind, AssociationKind::BelongsTo)
        || association.target_identity != model.identity
    {
        return None;
    }
    let candidate = Declared::new(through, model, at);
    let length = association.foreign_key.len();
    if length != referenced_length(&candidate) || length == 0 || foreign(&candidate, 0).is_none() {
        return None;
    }
    Some(candidate)
}

const fn has_key(candidate: &Declared, end: &End) -> bool {
    if end.named.len() != referenced_length(candidate) {
        return false;
    }
    let mut nth = 0;
    while nth < end.named.len() {
        match foreign(candidate, nth) {
            Some(position) if equal(candidate.source.columns[position].field, end.named[nth]) => {}
            _ => return false,
        }
        nth += 1;
    }
    true
}

/// `Project` belongs to many `User` as `members` through `Membership`
const fn push_sentence(declared: &Declared, through: &ModelDescription, text: &mut Text) {
    declared.push_sentence(text);
    say!(text, " through `", through.name, "`");
}

const fn push_not_found(
    declared: &Declared,
    (through, count): (&'static ModelDescription, usize),
    end: &End,
    text: &mut Text,
) {
    push_sentence(declared, through, text);
    say!(text, ", but `", through.name);
    if count == 0 {
        say!(text, "` does not belong to `", end.model.name, "`\nhelp: add `#[belongs_to(", end.model.name);
        say!(text, ")]` to `", through.name, "`, with the field `", end.model.singular, "_");
        if !end.model.key.is_empty() {
            let key = &end.model.columns[end.model.key[0]];
            say!(text, key.field, ": ", key.rust_type);
        }
        return say!(text, "`");
    }
    if end.named.is_empty() {
        say!(text, "` belongs to `", end.model.name, "` in ");
        text.push_count(count);
        say!(text, " ways\nhelp: say which one is meant: ");
    } else {
        say!(text, "` does not belong to `", end.model.name, "` over `", end.option, " = ", end.named[0]);
        say!(text, "`\nhelp: name a key that does: ");
    }
    let mut first = true;
    let mut at = 0;
    while at < through.associations.len() {
        if let Some(candidate) = candidate(through, end.model, at) {
            say!(text, if first { "`" } else { ", or `" }, end.option, " = ");
            super::pair::push_value(&candidate, text);
            say!(text, "`");
            first = false;
        }
        at += 1;
    }
}

/// The junction points to the same columns that the attribute names.
const fn check_referenced(declared: &Declared, (candidate, end): (&Declared, &End), text: &mut Text) {
    let length = key_length(end.model, end.referenced);
    let mut agrees = length == referenced_length(candidate);
    let mut nth = 0;
    while agrees && nth < length {
        let wanted = if end.referenced.is_empty() {
            Some(end.model.key[nth])
        } else {
            end.model.position(end.referenced[nth])
        };
        agrees =
            matches!((wanted, referenced(candidate, nth)), (Some(wanted), Some(found)) if wanted == found);
        nth += 1;
    }
    if !agrees {
        let option = if equal(end.option, "foreign_key") { "source_key" } else { "target_key" };
        push_sentence(declared, candidate.source, text);
        say!(text, ", but `", candidate.source.name, "` belongs to `", end.model.name, "` over ");
        key::push_referenced(text, candidate);
        say!(text, "\nhelp: let `", option, "` here and `target_key` there name the same column");
    }
}

const fn push_same(declared: &Declared, through: &ModelDescription, end: &Declared, text: &mut Text) {
    push_sentence(declared, through, text);
    say!(text, ", but both of its ends are ");
    super::pair::push_foreign(end, text);
    say!(text, "\nhelp: name a key for each end: ");
    declared.push_attribute(text);
    say!(text, "through = ", through.name, ", foreign_key = …, other_key = …)]`");
}

/// The other side of the same junction has the same two ends; the side with the smaller identity
/// reports it, so that it is said once.
const fn check_partner(
    declared: &Declared,
    through: &'static ModelDescription,
    (near, far): (usize, usize),
    text: &mut Text,
) {
    let (source, target) = (declared.source, declared.target);
    if source.identity >= target.identity {
        return;
    }
    let mut at = 0;
    while at < target.associations.len() {
        let other = &target.associations[at];
        let leads_back =
            matches!(other.kind, AssociationKind::BelongsToMany) && other.target_identity == source.identity;
        if let (Some(junction), true) = (&other.junction, leads_back) {
            let back = Declared::new(target, source, at);
            if junction.identity != through.identity {
                if !other.aliased && !declared.association.aliased {
                    push_sentence(declared, through, text);
                    say!(text, ", but ");
                    back.push_sentence(text);
                    say!(
                        text,
                        " through `",
                        junction.name,
                        "`\nhelp: name the same junction on both sides; "
                    );
                    return say!(text, "for a second association, give it a name with `as`");
                }
            } else {
                let ends = ends_of([target, source, through], other, junction);
                let mut unsaid = Text::new();
                let there = (
                    find(&back, through, &ends[0], &mut unsaid),
                    find(&back, through, &ends[1], &mut unsaid),
                );
                if let (Some(other_near), Some(other_far)) = there
                    && (other_near.at != far || other_far.at != near)
                    && !other.aliased
                    && !declared.association.aliased
                {
                    push_sentence(declared, through, text);
                    say!(text, ", and ");
                    back.push_sentence(text);
                    say!(
                        text,
                        " through it, but over other keys\nhelp: what is `foreign_key` on one side is "
                    );
                    return say!(text, "`other_key` on the other");
                }
            }
        }
        at += 1;
    }
}
