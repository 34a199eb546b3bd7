//! Const checks that compare two descriptions: called by the derive, once per association, with the user's span.
//!
//! Each check panics with one message: what is wrong in the user's words, then `help:` and the way out. One mistake is
//! one error: what both sides of a pair could report, exactly one of them does. `belongs_to` reports what is wrong
//! with the key itself (types, uniqueness, its own actions), `has_one` and `has_many` report contradictions between
//! the two sides, and the rest where no `belongs_to` would.
//!
//! A description without columns stands for a struct whose derive has failed; nothing more is said about it.
//!
//! A message is written by a function of its own: each call costs the compiler time for every local variable of what is
//! called, and what writes text has many.
//!
//! Every function between the derive's call and the panic is `track_caller`, which keeps notes about this file out of
//! the error; that is why the checks below hand a `Text` up instead of panicking themselves.
use super::text::{Text, say};
use super::{AssociationDescription, AssociationKind, ModelDescription, Stamp};
use crate::association::Relation;
use crate::value::SqlType;

mod action;
mod given;
mod junction;
mod key;
mod pair;
mod polymorphic;
mod reference;
mod slot;
#[cfg(test)]
mod tests;
mod unique;

pub use given::key_to_leave;
pub use junction::{
    Crossing, belongs_to_many, crossing, key_length, lacking, provided, through_scope_column,
};
pub(crate) use junction::{Side, sides};
pub(crate) use key::{foreign, referenced, referenced_length};
pub(crate) use pair::partner;
pub use polymorphic::{kind, through_via, via};
pub use reference::reference;
pub use slot::slot;

/// The columns that an association runs over, as positions in the two models.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ends<const N: usize> {
    /// In the model that declares the association.
    pub source: [usize; N],
    /// In the model that it leads to.
    pub target: [usize; N],
}

/// One association with the two models it connects.
#[derive(Clone, Copy)]
pub(crate) struct Declared {
    pub(crate) source: &'static ModelDescription,
    pub(crate) target: &'static ModelDescription,
    pub(crate) association: &'static AssociationDescription,
    /// Which of the source's associations it is.
    pub(crate) at: usize,
}

/// Finds the columns of an association, whatever the checks say about them.
///
/// Apart from the checks, so that a mistake is reported by the check alone and by nothing that needs the columns.
#[must_use]
pub const fn ends<const N: usize>(
    source: &'static ModelDescription,
    target: &'static ModelDescription,
    at: usize,
) -> Ends<N> {
    let declared = Declared::new(source, target, at);
    // Columns that are not found have positions that no column has, each its own.
    let mut ends = Ends { source: [usize::MAX; N], target: [usize::MAX; N] };
    let are_counts_equal = !declared.is_inert() && referenced_length(&declared) == N;
    let mut nth = 0;
    while nth < N {
        ends.source[nth] -= nth;
        ends.target[nth] -= nth;
        if are_counts_equal
            && let (Some(foreign), Some(referenced)) = (foreign(&declared, nth), referenced(&declared, nth))
        {
            let (source, target) =
                if declared.is_belongs_to() { (foreign, referenced) } else { (referenced, foreign) };
            ends.source[nth] = source;
            ends.target[nth] = target;
        }
        nth += 1;
    }
    ends
}

/// Checks a `belongs_to`.
///
/// # Panics
///
/// With the message for the user if the two models do not fit together.
#[track_caller]
pub const fn belongs_to(source: &'static ModelDescription, target: &'static ModelDescription, at: usize) {
    let mut text = Text::new();
    check_alone(&Declared::new(source, target, at), &mut text);
    if !text.is_empty() {
        panic!("{}", text.as_str());
    }
}

/// Checks a `has_one` or `has_many`.
///
/// # Panics
///
/// With the message for the user if the two models do not fit together.
#[track_caller]
pub const fn has(source: &'static ModelDescription, target: &'static ModelDescription, at: usize) {
    let declared = Declared::new(source, target, at);
    let mut text = Text::new();
    check_alone(&declared, &mut text);
    if text.is_empty() && !declared.is_inert() && foreign(&declared, 0).is_some() {
        pair::check(&declared, &mut text);
    }
    if !text.is_empty() {
        panic!("{}", text.as_str());
    }
}

/// The column of the target that a scope names, or a position that no column has.
#[must_use]
pub const fn scope_position(
    source: &'static ModelDescription,
    target: &'static ModelDescription,
    at: usize,
    nth: usize,
) -> usize {
    match target.position(source.associations[at].scope[nth].field) {
        Some(position) => position,
        // Apart from the positions that `ends` gives to missing keys.
        None => usize::MAX / 2 - nth,
    }
}

/// Finds the column of the target that a scope names: the `nth` of the association's scope.
///
/// # Panics
///
/// With the message for the user if the target has no such column.
#[track_caller]
#[must_use]
pub const fn scope_column(
    source: &'static ModelDescription,
    target: &'static ModelDescription,
    at: usize,
    nth: usize,
) -> usize {
    let field = source.associations[at].scope[nth].field;
    if target.columns.is_empty() {
        return 0;
    }
    match target.position(field) {
        Some(position) => position,
        None => {
            let mut text = Text::new();
            say!(
                text,
                "the scope of `",
                source.name,
                ".",
                source.associations[at].name,
                "` needs a column `"
            );
            say!(text, field, "`, but `", target.name, "` has none\nhelp: ");
            match key::near_field(target, field) {
                Some(near) => say!(text, "there is `", near, "`: `scope(", near, " = …)`"),
                None => {
                    say!(
                        text,
                        "add the field `",
                        field,
                        "` to `",
                        target.name,
                        "`, or name one of its columns: "
                    );
                    key::push_fields(&mut text, target);
                }
            }
            panic!("{}", text.as_str())
        }
    }
}

/// Whether a `has_one` or `has_many` can give rows up.
#[must_use]
pub const fn can_release(relation: &Relation) -> bool {
    let (target, foreign_key) = (relation.target, relation.target_columns);
    if relation.description.deletes_orphans || target.columns.is_empty() {
        return true;
    }
    let mut nth = 0;
    while nth < foreign_key.len() {
        // A key that is not there is reported elsewhere.
        let position = foreign_key[nth];
        if position < target.columns.len() && !target.columns[position].nullable {
            return false;
        }
        nth += 1;
    }
    true
}

/// Checks that a column that is to be filled with the time can hold one.
///
/// # Panics
///
/// With the message for the user if it cannot.
#[track_caller]
pub const fn stamp_holds_a_moment(model: &'static ModelDescription, position: usize) {
    if model.columns.is_empty() {
        return;
    }
    let column = &model.columns[position];
    if matches!(column.ty, SqlType::Timestamp | SqlType::DateTime) {
        return;
    }
    let mut text = Text::new();
    let option = if matches!(column.stamp, Some(Stamp::Created)) { "created_at" } else { "updated_at" };
    say!(
        text,
        "`",
        model.name,
        ".",
        column.field,
        "` is a `",
        column.rust_type,
        "`, which cannot hold the time that `"
    );
    say!(text, option, "` fills in\nhelp: give it the type of a moment: `chrono::DateTime<Utc>` or ");
    say!(text, "`time::OffsetDateTime` (cargo features `chrono` and `time`)");
    panic!("{}", text.as_str())
}

/// Checks that a field is spelled `Option<…>` exactly if its type is one.
///
/// The derive decides by the tokens what a builder asks for and what a `belongs_to` gives, so a type alias must not
/// hide an `Option`. It is called for every field whose type is a path that the derive does not know.
///
/// # Panics
///
/// With the message for the user if the spelling hides an `Option`, or promises one that is not there.
#[track_caller]
pub const fn option_is_spelled_out(model: &'static ModelDescription, position: usize, spelled: bool) {
    if model.columns.is_empty() || model.columns[position].nullable == spelled {
        return;
    }
    let column = &model.columns[position];
    let mut text = Text::new();
    if spelled {
        say!(text, "the type of `", model.name, ".", column.field, "` is called `Option`, but is not std's");
        say!(text, "\nhelp: give the type another name, or write `::std::option::Option<…>`");
    } else {
        say!(
            text,
            "the type `",
            column.rust_type,
            "` of `",
            model.name,
            ".",
            column.field,
            "` hides an `Option`"
        );
        say!(text, "\nhelp: write the `Option` in the field: `", column.field, ": Option<…>`");
    }
    panic!("{}", text.as_str())
}

/// All checks that need no look at the partner.
const fn check_alone(declared: &Declared, text: &mut Text) {
    if declared.is_inert() {
        return;
    }
    if !key::check(declared, text) {
        return;
    }
    // A partner over the same key sees the same columns, and says it at the side that holds them.
    let says_belongs_to = !declared.is_belongs_to() && pair::belongs_to_over_the_same(declared).is_some();
    if !says_belongs_to {
        key::check_types(declared, text);
        if text.is_empty() {
            unique::check(declared, text);
        }
    }
    if text.is_empty() {
        action::check(declared, text);
    }
}

impl Declared {
    pub(crate) const fn new(
        source: &'static ModelDescription,
        target: &'static ModelDescription,
        at: usize,
    ) -> Self {
        Self { source, target, association: &source.associations[at], at }
    }

    const fn is_inert(&self) -> bool {
        self.source.columns.is_empty() || self.target.columns.is_empty()
    }

    pub(crate) const fn is_belongs_to(&self) -> bool {
        matches!(self.association.kind, AssociationKind::BelongsTo)
    }

    /// The model that holds the foreign key.
    pub(crate) const fn child(&self) -> &'static ModelDescription {
        if self.is_belongs_to() { self.source } else { self.target }
    }

    /// The model that the foreign key points to.
    pub(crate) const fn parent(&self) -> &'static ModelDescription {
        if self.is_belongs_to() { self.target } else { self.source }
    }

    /// `Task` belongs to `User` as `owner`
    const fn push_sentence(&self, text: &mut Text) {
        let verb = match self.association.kind {
            AssociationKind::BelongsTo => "` belongs to `",
            AssociationKind::HasOne => "` has one `",
            AssociationKind::HasMany => "` has many `",
            AssociationKind::BelongsToMany => "` belongs to many `",
        };
        say!(text, "`", self.source.name, verb, self.target.name, "`");
        if self.association.aliased {
            say!(text, " as `", self.association.name, "`");
        }
    }

    /// `#[belongs_to(User, as = owner, ` — the caller goes on with an option and closes it.
    const fn push_attribute(&self, text: &mut Text) {
        let name = match self.association.kind {
            AssociationKind::BelongsTo => "belongs_to",
            AssociationKind::HasOne => "has_one",
            AssociationKind::HasMany => "has_many",
            AssociationKind::BelongsToMany => "belongs_to_many",
        };
        say!(text, "`#[", name, "(", self.association.target_name, ", ");
        if self.association.aliased {
            say!(text, "as = ", self.association.name, ", ");
        }
    }
}
