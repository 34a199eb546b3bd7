//! Associations as types: what an association connects, over which columns, and in which shape it is loaded.
use std::fmt;

pub(crate) mod access;
pub mod belongs_to;
pub mod has_many;
pub mod has_one;
pub(crate) mod keys;
mod path;
pub mod polymorphic;
pub mod to_many;
pub mod to_one;

pub use path::{Path, ToMany, ToOne};

use crate::model::Model;
use crate::schema::{AssociationDescription, ModelDescription, ScopeDescription};
use crate::value::{ColumnType, Value};

/// One association of a model, as a type that is known while compiling. Implemented by `#[derive(Model)]`.
pub trait Association: Copy + fmt::Debug + Send + Sync + 'static {
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

/// The table between the two sides of a `belongs_to_many`.
#[derive(Debug)]
pub struct Junction {
    /// Its schema, if not the default one.
    pub schema: Option<&'static str>,
    /// Its table.
    pub table: &'static str,
    /// Its columns that equal the source's.
    pub source_columns: &'static [&'static str],
    /// Its columns that equal the target's.
    pub target_columns: &'static [&'static str],
    /// Its column values that belong to the association.
    pub scope: &'static [ScopeDescription],
    /// Whether a pair can be linked only once.
    pub unique: bool,
    /// Its model, if it is one that users see.
    pub model: Option<&'static ModelDescription>,
}

impl Relation {
    /// The association as an error or a span names it: `Project.tasks`.
    #[must_use]
    pub fn label(&self) -> String {
        format!("{}.{}", self.source.name, self.description.name)
    }
}

/// In which shape an association is loaded.
pub trait Shape: fmt::Debug + Send + Sync + 'static {
    /// `Vec<T>`, `Option<T>` or `T`.
    type Of<T: Send + 'static>: Send + 'static;
    /// The shape once a filter may hide the row: `T` becomes `Option<T>`.
    type Filtered: Shape;
    /// The shape where rows without a match are dropped: `Option<T>` becomes `T`.
    type Present: Shape;

    /// Puts rows into the shape; gives `None` if a required row is missing.
    fn from_rows<T: Send + 'static>(rows: Vec<T>) -> Option<Self::Of<T>>;

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

    fn from_rows<T: Send + 'static>(rows: Vec<T>) -> Option<Vec<T>> {
        Some(rows)
    }

    fn gather<T: Send + 'static>(count: usize, places: &[usize], rows: Vec<T>) -> Vec<Option<Vec<T>>> {
        let mut sizes = vec![0; count];
        for &place in places {
            sizes[place] += 1;
        }
        let mut lists: Vec<_> = sizes.into_iter().map(|size| Some(Vec::with_capacity(size))).collect();
        for (&place, row) in places.iter().zip(rows) {
            lists[place].get_or_insert_default().push(row);
        }
        lists
    }

    fn is_empty<T: Send + 'static>(shaped: &Vec<T>) -> bool {
        shaped.is_empty()
    }
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

    fn from_rows<T: Send + 'static>(rows: Vec<T>) -> Option<Option<T>> {
        Some(rows.into_iter().next())
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

    fn from_rows<T: Send + 'static>(rows: Vec<T>) -> Option<T> {
        rows.into_iter().next()
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

/// A [`Link`] of an association that can give rows up.
pub trait ReleasedLink<A: Association>: Link<A> {}

impl<A: Association + Releases<true>, L: Link<A>> ReleasedLink<A> for L {}

/// What says which row an accessor means: `&row`, `&mut row` (its key field follows), or the row's key.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no row (and no key) that the association `{A}` leads to",
    label = "expected a row of the association's target, or its key",
    note = "give the row as `&row` or `&mut row`, or its key by value"
)]
pub trait Link<A: Association>: Send {
    /// The values of the columns that the association links by.
    fn link_values(&self, columns: &'static [usize]) -> Vec<Value>;

    /// Sets the row's own foreign key, once the database has it.
    fn follow(&mut self, _columns: &[usize], _values: &[Value]) {}
}

/// What a to-one association is set to: a row, a key, or `None` where it may be empty.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is nothing that the association `{A}` can be set to",
    label = "expected a row of the association's target, its key, or `None`",
    note = "give the row as `&row` or `&mut row`, or its key by value"
)]
pub trait MaybeLink<A: Association>: Send {
    /// The values to link by, or none to empty the association.
    fn maybe_values(&self, columns: &'static [usize]) -> Option<Vec<Value>>;

    /// Sets the row's own foreign key, once the database has it.
    fn maybe_follow(&mut self, _columns: &[usize], _values: &[Value]) {}
}

fn values_of<M: Model>(row: &M, columns: &[usize]) -> Vec<Value> {
    columns.iter().map(|&position| row.value(position)).collect()
}

fn assign_all<M: Model>(row: &mut M, columns: &[usize], values: &[Value]) {
    for (&position, value) in columns.iter().zip(values) {
        // The types were compared while compiling, so the value fits.
        let _ = row.assign(position, value.as_ref());
    }
}

impl<M: Model, A: Association<Target = M>> Link<A> for &M {
    fn link_values(&self, columns: &'static [usize]) -> Vec<Value> {
        values_of(*self, columns)
    }
}

impl<M: Model, A: Association<Target = M>> Link<A> for &mut M {
    fn link_values(&self, columns: &'static [usize]) -> Vec<Value> {
        values_of(*self, columns)
    }

    fn follow(&mut self, columns: &[usize], values: &[Value]) {
        assign_all(*self, columns, values);
    }
}

impl<M: Model, A: Association<Target = M>> MaybeLink<A> for &M {
    fn maybe_values(&self, columns: &'static [usize]) -> Option<Vec<Value>> {
        Some(values_of(*self, columns))
    }
}

impl<M: Model, A: Association<Target = M>> MaybeLink<A> for &mut M {
    fn maybe_values(&self, columns: &'static [usize]) -> Option<Vec<Value>> {
        Some(values_of(*self, columns))
    }

    fn maybe_follow(&mut self, columns: &[usize], values: &[Value]) {
        assign_all(*self, columns, values);
    }
}

/// Only `Option<&M>`: a single candidate lets a bare `None` be inferred.
impl<M: Model, A: Association<Target = M> + CanBeEmpty> MaybeLink<A> for Option<&M> {
    fn maybe_values(&self, columns: &'static [usize]) -> Option<Vec<Value>> {
        self.map(|row| values_of(row, columns))
    }
}

/// Stands for no row, to write an empty list: `project.set_tasks(&db, NONE)`.
#[derive(Debug, Clone, Copy)]
pub enum NoRow {}

/// An empty list of rows, for accessors that take a list.
pub const NONE: [NoRow; 0] = [];

impl<A: Association> Link<A> for NoRow {
    fn link_values(&self, _columns: &'static [usize]) -> Vec<Value> {
        match *self {}
    }
}

/// A key type that a value of type `V` can stand for.
#[diagnostic::on_unimplemented(
    message = "`{V}` cannot stand for a key of type `{Self}`",
    label = "expected a row, or a key of type `{Self}`"
)]
pub trait KeyFrom<V> {
    /// The key's value.
    fn key_value(value: &V) -> Value;
}

impl<T: ColumnType> KeyFrom<T> for T {
    fn key_value(value: &T) -> Value {
        value.to_value()
    }
}

/// What an integer literal falls back to, for the key type that is usual.
impl KeyFrom<i32> for i64 {
    fn key_value(value: &i32) -> Value {
        i64::from(*value).to_value()
    }
}

impl KeyFrom<&str> for String {
    fn key_value(value: &&str) -> Value {
        Value::Text((*value).to_owned())
    }
}

/// Implements the links for a type that is a key by itself; `#[derive(ColumnType)]` uses it for newtypes.
#[doc(hidden)]
#[macro_export]
macro_rules! __link_by_key {
    ($ty:ty) => {
        impl<A> $crate::association::Link<A> for $ty
        where
            A: $crate::association::Association + $crate::association::LinksBy<A::Target>,
            $crate::association::LinkKey<A>: $crate::association::KeyFrom<$ty>,
        {
            fn link_values(&self, _columns: &'static [usize]) -> ::std::vec::Vec<$crate::value::Value> {
                ::std::vec![
                    <$crate::association::LinkKey<A> as $crate::association::KeyFrom<$ty>>::key_value(self)
                ]
            }
        }
        impl $crate::nested::Existing for $ty {}
        impl<A> $crate::association::MaybeLink<A> for $ty
        where
            A: $crate::association::Association + $crate::association::LinksBy<A::Target>,
            $crate::association::LinkKey<A>: $crate::association::KeyFrom<$ty>,
        {
            fn maybe_values(
                &self,
                columns: &'static [usize],
            ) -> ::std::option::Option<::std::vec::Vec<$crate::value::Value>> {
                ::std::option::Option::Some($crate::association::Link::<A>::link_values(self, columns))
            }
        }
    };
}

__link_by_key!(i16);
__link_by_key!(i32);
__link_by_key!(i64);
__link_by_key!(u8);
__link_by_key!(u16);
__link_by_key!(u32);
__link_by_key!(String);
__link_by_key!(Vec<u8>);

impl<'k, A: Association + LinksBy<A::Target>> Link<A> for &'k str
where
    LinkKey<A>: KeyFrom<&'k str>,
{
    fn link_values(&self, _columns: &'static [usize]) -> Vec<Value> {
        vec![LinkKey::<A>::key_value(self)]
    }
}

impl<'k, A: Association + LinksBy<A::Target>> MaybeLink<A> for &'k str
where
    LinkKey<A>: KeyFrom<&'k str>,
{
    fn maybe_values(&self, columns: &'static [usize]) -> Option<Vec<Value>> {
        Some(Link::<A>::link_values(self, columns))
    }
}

macro_rules! link_by_keys {
    ($($key:ident $index:tt),+) => {
        impl<A: Association + LinksBy<A::Target, Key = ($($key,)+)>, $($key: ColumnType),+> Link<A> for ($($key,)+) {
            fn link_values(&self, _columns: &'static [usize]) -> Vec<Value> {
                vec![$(self.$index.to_value()),+]
            }
        }
        impl<A: Association + LinksBy<A::Target, Key = ($($key,)+)>, $($key: ColumnType),+> MaybeLink<A> for ($($key,)+) {
            fn maybe_values(&self, columns: &'static [usize]) -> Option<Vec<Value>> {
                Some(Link::<A>::link_values(self, columns))
            }
        }
    };
}
link_by_keys!(K0 0, K1 1);
link_by_keys!(K0 0, K1 1, K2 2);
link_by_keys!(K0 0, K1 1, K2 2, K3 3);
