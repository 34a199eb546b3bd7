//! Associations as types: what an association connects, over which columns, and in which shape it is loaded.
use std::fmt;

pub(crate) mod access;
pub mod belongs_to;
pub mod belongs_to_many;
mod created;
pub mod has_many;
pub mod has_one;
mod junction;
pub(crate) mod keys;
mod link;
mod path;
pub mod polymorphic;
pub mod to_many;
pub mod to_one;

pub use junction::{
    Carries, Crossing, Each, Hidden, Junction, Lack, LackOf, Linking, LinksAlone, Lone, ManyToMany, Said,
    Suffices, Unsaid,
};
pub use link::{ByKey, KeyFrom, Link, MaybeLink, NONE, NoRow, ReleasedLink};
pub use path::{Path, ToMany, ToOne};

use crate::model::Model;
use crate::schema::{AssociationDescription, ModelDescription, check, hidden};

/// One association of a model, as a type that is known while compiling. Implemented by `#[derive(Model)]`.
pub trait Association: Send + Sync + 'static {
    /// The model that declares it.
    type Source: Model;
    /// The model it leads to.
    type Target: Model;
    /// How many rows it leads to.
    type Shape: Shape;
    /// The columns it runs over.
    const RELATION: &'static Relation;
}

/// The key that says which row of the target an association means: for `belongs_to` the referenced columns, otherwise
/// the target's primary key.
///
/// Apart from [`Association`], and over any target, so that it asks nothing of the target where it is implemented: a
/// target that is no model is then reported once.
pub trait LinksBy<Target> {
    /// The key.
    type Key;
}

/// The key that an association links by.
pub type LinkKey<A> = <A as LinksBy<<A as Association>::Target>>::Key;

/// An association with its columns resolved, as plain data.
#[derive(Debug)]
pub struct Relation {
    /// What the attribute declares.
    pub description: &'static AssociationDescription,
    /// The declaring model.
    pub source: &'static ModelDescription,
    /// The model it leads to.
    pub target: &'static ModelDescription,
    /// The positions of the source's columns: the foreign key of a `belongs_to`, otherwise the key it points to.
    pub source_columns: &'static [usize],
    /// The positions of the target's columns that equal the source's (or the junction's).
    pub target_columns: &'static [usize],
    /// What lies between, for a `belongs_to_many`.
    pub junction: Option<Junction>,
}

impl Relation {
    /// The association at a position of the source, over these columns of the source and the target; the derive calls
    /// it.
    #[must_use]
    pub const fn new(
        source: &'static ModelDescription,
        at: usize,
        target: &'static ModelDescription,
        source_columns: &'static [usize],
        target_columns: &'static [usize],
    ) -> Self {
        let description = &source.associations[at];
        Self { description, source, target, source_columns, target_columns, junction: None }
    }

    /// The association at a position of the source, where one column links; the derive calls it.
    #[must_use]
    pub const fn by_one_column(
        source: &'static ModelDescription,
        at: usize,
        target: &'static ModelDescription,
    ) -> Self {
        let ends = check::ends::<1>(source, target, at);
        Self::new(source, at, target, one_column(ends.source[0]), one_column(ends.target[0]))
    }

    /// With what lies between.
    #[must_use]
    pub const fn through(mut self, junction: Junction) -> Self {
        self.junction = Some(junction);
        self
    }

    /// Whether no more than one row can be at its end: the columns there are the key, or unique.
    #[must_use]
    pub fn leads_to_one(&self) -> bool {
        let met = |columns: &[usize]| columns.iter().all(|column| self.target_columns.contains(column));
        let unique = |&column: &usize| self.target.columns[column].unique == Some(true);
        self.junction.is_none()
            && (met(self.target.key)
                || self.target_columns.iter().any(unique)
                || self.target.uniques.iter().any(|unique| met(unique.columns)))
    }

    /// The association as an error or a span names it: `Project.tasks`.
    #[must_use]
    pub fn label(&self) -> String {
        format!("{}.{}", self.source.name, self.description.name)
    }
}

/// How many columns a table has at most, of all databases that there are drivers for (`docs/write-a-driver.md`).
pub(crate) const MOST_COLUMNS: usize = 2_000;

/// All positions, for slices of one: a constant of an association's own would cost the compiler as much as its check.
static POSITIONS: [usize; MOST_COLUMNS] = hidden::positions();

/// The position as a slice; of a column that was not found, one that no column has.
const fn one_column(position: usize) -> &'static [usize] {
    if position == usize::MAX {
        return &[usize::MAX];
    }
    assert!(position < MOST_COLUMNS, "a key lies behind the 2,000 columns that a table has at most");
    POSITIONS.split_at(position).1.split_at(1).0
}

/// An association whose rows hold its key: a `has_one` or a `has_many`. Implemented by the derive.
pub trait HasKey: Association {
    /// The [position](crate::model::Nth) of the key that a builder must leave out, if its type follows that; otherwise
    /// one that no column has.
    type ToLeave;
}

/// In which shape an association is loaded.
pub trait Shape: fmt::Debug + Send + Sync + 'static {
    /// `Vec<T>`, `Option<T>` or `T`.
    type Of<T: Send + 'static>: Send + 'static;
    /// The shape once a filter may hide the row: `T` becomes `Option<T>`.
    type Filtered: Shape;
    /// The shape where rows without a match are dropped: `Option<T>` becomes `T`.
    type Present: Shape;
    /// Whether it is one of one row at most.
    const IS_ONE: bool;

    /// Puts rows into the shape; gives `None` if a required row is missing.
    fn from_rows<T: Send + 'static>(rows: Vec<T>) -> Option<Self::Of<T>>;

    /// Puts a row into the shape, if there is one; gives `None` if a required row is missing.
    fn from_row<T: Send + 'static>(row: Option<T>) -> Option<Self::Of<T>>;

    /// Puts rows into the shape for each of `count` sources; `places` says whose row each one is.
    fn gather<T: Send + 'static>(count: usize, places: &[usize], rows: Vec<T>) -> Vec<Option<Self::Of<T>>>;

    /// Whether there is no row.
    fn is_empty<T: Send + 'static>(shaped: &Self::Of<T>) -> bool;
}

/// Any number of rows.
#[derive(Debug, Clone, Copy)]
pub enum Many {}

/// One row or none.
#[derive(Debug, Clone, Copy)]
pub enum Optional {}

/// Exactly one row.
#[derive(Debug, Clone, Copy)]
pub enum Required {}

impl Shape for Many {
    type Of<T: Send + 'static> = Vec<T>;
    type Filtered = Self;
    type Present = Self;
    const IS_ONE: bool = false;

    fn from_rows<T: Send + 'static>(rows: Vec<T>) -> Option<Vec<T>> {
        Some(rows)
    }

    fn from_row<T: Send + 'static>(row: Option<T>) -> Option<Vec<T>> {
        Some(match row {
            Some(row) => vec![row],
            None => Vec::new(),
        })
    }

    fn gather<T: Send + 'static>(count: usize, places: &[usize], rows: Vec<T>) -> Vec<Option<Vec<T>>> {
        let mut lists = Vec::with_capacity(count);
        for size in sizes(count, places) {
            lists.push(Some(Vec::with_capacity(size)));
        }
        let mut places = places.iter();
        for row in rows {
            if let Some(&place) = places.next()
                && let Some(list) = &mut lists[place]
            {
                list.push(row);
            }
        }
        lists
    }

    fn is_empty<T: Send + 'static>(shaped: &Vec<T>) -> bool {
        shaped.is_empty()
    }
}

/// How many rows each source has.
fn sizes(count: usize, places: &[usize]) -> Vec<usize> {
    let mut sizes = vec![0; count];
    for &place in places {
        sizes[place] += 1;
    }
    sizes
}

/// The first row for each source.
fn firsts<T>(count: usize, places: &[usize], rows: Vec<T>) -> Vec<Option<T>> {
    let mut firsts: Vec<_> = std::iter::repeat_with(|| None).take(count).collect();
    for (&place, row) in places.iter().zip(rows) {
        firsts[place].get_or_insert(row);
    }
    firsts
}

impl Shape for Optional {
    type Of<T: Send + 'static> = Option<T>;
    type Filtered = Self;
    type Present = Required;
    const IS_ONE: bool = true;

    fn from_rows<T: Send + 'static>(rows: Vec<T>) -> Option<Option<T>> {
        Some(rows.into_iter().next())
    }

    fn from_row<T: Send + 'static>(row: Option<T>) -> Option<Option<T>> {
        Some(row)
    }

    fn gather<T: Send + 'static>(count: usize, places: &[usize], rows: Vec<T>) -> Vec<Option<Option<T>>> {
        firsts(count, places, rows).into_iter().map(Some).collect()
    }

    fn is_empty<T: Send + 'static>(shaped: &Option<T>) -> bool {
        shaped.is_none()
    }
}

impl Shape for Required {
    type Of<T: Send + 'static> = T;
    type Filtered = Optional;
    type Present = Self;
    const IS_ONE: bool = true;

    fn from_rows<T: Send + 'static>(rows: Vec<T>) -> Option<T> {
        rows.into_iter().next()
    }

    fn from_row<T: Send + 'static>(row: Option<T>) -> Option<T> {
        row
    }

    fn gather<T: Send + 'static>(count: usize, places: &[usize], rows: Vec<T>) -> Vec<Option<T>> {
        firsts(count, places, rows)
    }

    fn is_empty<T: Send + 'static>(_: &T) -> bool {
        false
    }
}

/// An association that may lead nowhere: its foreign key is an `Option`, or it is a `has_one`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be emptied: its foreign key is required",
    label = "`None` is possible only where the foreign key is an `Option`",
    note = "make the foreign key's field an `Option`, or delete the row instead"
)]
pub trait CanBeEmpty: Association {}

/// An association that can give rows up: their foreign key is an `Option`, or they are deleted with the link.
///
/// The derive implements it with what the compiler finds; accessors ask for `true`.
#[diagnostic::on_unimplemented(
    message = "rows of the association `{Self}` cannot be left without their owner: their foreign key is required",
    label = "`set_…` and `remove_…` would leave rows without an owner",
    note = "make the foreign key's field an `Option`, or say that such rows are deleted: `#[has_many(…, orphans = delete)]`"
)]
pub trait Releases<const YES: bool>: Association {}
