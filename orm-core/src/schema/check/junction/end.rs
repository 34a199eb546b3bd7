//! One end of a `belongs_to_many`: the junction's columns, and the key that they point to.
use super::super::super::text::{Text, say};
use super::super::super::{
    AssociationDescription, AssociationKind, JunctionDescription, ModelDescription, equal, hidden,
};
use super::super::{Declared, foreign, referenced, referenced_length};
use super::{Models, key_length};

/// How many columns a key has at most.
const WIDEST: usize = 8;

/// One end, found: the junction's columns, and the columns of the model there that they equal.
#[derive(Clone, Copy)]
pub(crate) struct Side {
    pub(crate) columns: [usize; WIDEST],
    pub(crate) key: [usize; WIDEST],
    pub(crate) length: usize,
    /// Whether a `belongs_to` of the junction runs over them.
    pub(crate) is_declared: bool,
}

impl Side {
    const NONE: Self =
        Self { columns: [usize::MAX; WIDEST], key: [usize::MAX; WIDEST], length: 0, is_declared: false };

    const fn push(&mut self, column: usize, key: usize) {
        assert!(self.length < WIDEST, "a key has at most 8 columns");
        self.columns[self.length] = column;
        self.key[self.length] = key;
        self.length += 1;
    }

    pub(super) const fn has(&self, column: usize) -> bool {
        let mut nth = 0;
        while nth < self.length {
            if self.columns[nth] == column {
                return true;
            }
            nth += 1;
        }
        false
    }

    pub(super) const fn is_same(&self, other: &Self) -> bool {
        let mut nth = 0;
        while nth < self.length {
            if !other.has(self.columns[nth]) {
                return false;
            }
            nth += 1;
        }
        self.length == other.length
    }

    /// `project_id`, or `(tenant_id, project_id)`
    pub(super) const fn push_columns(&self, through: &ModelDescription, text: &mut Text) {
        say!(text, if self.length > 1 { "`(" } else { "`" });
        let mut nth = 0;
        while nth < self.length {
            say!(text, if nth > 0 { ", " } else { "" }, through.columns[self.columns[nth]].field);
            nth += 1;
        }
        say!(text, if self.length > 1 { ")`" } else { "`" });
    }
}

/// One end of a `belongs_to_many`: the model there, and what the attribute says about its key.
#[derive(Clone, Copy)]
pub(super) struct End {
    model: &'static ModelDescription,
    /// `foreign_key` or `other_key`.
    option: &'static str,
    /// The fields in the junction that the user named; none if they follow.
    named: &'static [&'static str],
    /// The fields of the model that are pointed to; none for the primary key.
    referenced: &'static [&'static str],
    /// What the `belongs_to` is called that is meant where there are several.
    usual: &'static str,
    /// Whether the columns need no `belongs_to`: there is no constraint.
    is_unbound: bool,
}

pub(super) const fn ends_of(
    [source, target, _]: Models,
    association: &AssociationDescription,
    junction: &JunctionDescription,
) -> [End; 2] {
    let is_self = source.identity == target.identity;
    let is_unbound = matches!(association.constraints, Some(false));
    [
        End {
            model: source,
            option: "foreign_key",
            named: if association.foreign_key_named { association.foreign_key } else { &[] },
            referenced: association.referenced_key,
            usual: source.singular,
            is_unbound: is_unbound || association.via.is_some(),
        },
        End {
            model: target,
            option: "other_key",
            named: junction.other_key,
            referenced: junction.target_key,
            usual: if is_self { association.singular } else { target.singular },
            is_unbound: is_unbound || junction.other_via.is_some(),
        },
    ]
}

/// The two ends of a table that nobody sees: its columns are the key to the source, and then that to the target.
pub(super) const fn of_table(
    declared: &Declared,
    junction: &JunctionDescription,
    text: &mut Text,
) -> Option<(Side, Side)> {
    let (mut near, mut far) = (Side::NONE, Side::NONE);
    let association = declared.association;
    let (source, target) = (declared.source, declared.target);
    let mut nth = 0;
    while nth < association.referenced_key.len() {
        let Some(position) = source.position(association.referenced_key[nth]) else { return None };
        near.push(nth, position);
        nth += 1;
    }
    nth = 0;
    while nth < key_length(target, junction.target_key) {
        let Some(position) = key_column(target, junction.target_key, nth) else {
            push_unknown(declared, target, junction.target_key[nth], text);
            return None;
        };
        far.push(near.length + nth, position);
        nth += 1;
    }
    let mut nth = 0;
    while nth < near.length {
        let mut other = 0;
        while other < far.length {
            if hidden::far_name(source, target, declared.at, other).is(association.foreign_key[nth]) {
                push_clash(declared, (junction, association.foreign_key[nth]), text);
                return None;
            }
            other += 1;
        }
        nth += 1;
    }
    Some((near, far))
}

const fn push_unknown(declared: &Declared, model: &'static ModelDescription, field: &str, text: &mut Text) {
    declared.push_sentence(text);
    say!(text, " over `target_key = ", field, "`, but `", model.name, "` has no such field\nhelp: ");
    match super::super::key::near_field(model, field) {
        Some(near) => say!(text, "there is `", near, "`: `target_key = ", near, "`"),
        None => {
            say!(text, "name one of its fields: ");
            super::super::key::push_fields(text, model);
        }
    }
}

/// ```text
/// #[belongs_to_many(Person, through = "friendships")]
/// struct Person { id: i64 }
/// ```
const fn push_clash(declared: &Declared, (junction, column): (&JunctionDescription, &str), text: &mut Text) {
    declared.push_sentence(text);
    say!(text, " through the table `", junction.name, "`, but both of its keys are called `", column);
    say!(
        text,
        "`\nhelp: name them: `#[belongs_to_many(",
        declared.association.target_name,
        ", as = …, through = \""
    );
    say!(text, junction.name, "\", foreign_key = …, other_key = …)]`");
}

/// The position of the nth column of a key: of those that are named, or of the primary key.
const fn key_column(model: &ModelDescription, named: &[&str], nth: usize) -> Option<usize> {
    if named.is_empty() { Some(model.key[nth]) } else { model.position(named[nth]) }
}

/// The junction's `belongs_to` that is this end: the one that has the named key, the only one, or the usual one.
pub(super) const fn find(
    declared: &Declared,
    through: &'static ModelDescription,
    end: &End,
    text: &mut Text,
) -> Option<Side> {
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
            if text.is_empty() { Some(side_of(&candidate)) } else { None }
        }
        _ => {
            if let Some(side) = unbound(through, end) {
                return Some(side);
            }
            push_not_found(declared, (through, count), end, text);
            None
        }
    }
}

const fn side_of(candidate: &Declared) -> Side {
    let mut side = Side { is_declared: true, ..Side::NONE };
    let mut nth = 0;
    while nth < referenced_length(candidate) {
        if let (Some(column), Some(key)) = (foreign(candidate, nth), referenced(candidate, nth)) {
            side.push(column, key);
        }
        nth += 1;
    }
    side
}

/// The named columns, where no constraint is wanted and so no `belongs_to` is needed: a column that keeps the keys of
/// several models, say.
const fn unbound(through: &'static ModelDescription, end: &End) -> Option<Side> {
    let mut side = Side::NONE;
    if !end.is_unbound || end.named.len() != key_length(end.model, end.referenced) {
        return None;
    }
    let mut nth = 0;
    while nth < end.named.len() {
        let (Some(column), Some(key)) =
            (through.position(end.named[nth]), key_column(end.model, end.referenced, nth))
        else {
            return None;
        };
        if through.columns[column].type_identity != end.model.columns[key].type_identity {
            return None;
        }
        side.push(column, key);
        nth += 1;
    }
    if side.length == 0 { None } else { Some(side) }
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
pub(super) const fn push_sentence(declared: &Declared, through: &ModelDescription, text: &mut Text) {
    declared.push_sentence(text);
    let is_table = matches!(&declared.association.junction, Some(junction) if junction.model.is_none());
    say!(text, if is_table { " through the table `" } else { " through `" }, through.name, "`");
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
            super::super::pair::push_value(&candidate, text);
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
        super::super::key::push_referenced(text, candidate);
        say!(text, "\nhelp: let `", option, "` here and `target_key` there name the same column");
    }
}
