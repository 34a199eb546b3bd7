//! `Id<Project>`: a key that cannot be taken for another model's.
use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;

use super::{ColumnType, Mismatch, Ordered, SqlType, Value, ValueRef};
use crate::association::{Association, KeyFrom, Link, LinkKey, LinksBy, MaybeLink, Unsaid};
use crate::driver::{Other, Row};
use crate::model::Model;
use crate::schema::extend_identity;

/// A key of the model `M`; `K` is what is stored: an `i64`, a UUID, a text.
///
/// With `id: Id<Project>` in `Project` and `project_id: Id<Project>` in `Task`, passing a task's key where a project's
/// is meant does not compile.
pub struct Id<M, K = i64> {
    key: K,
    model: PhantomData<fn() -> M>,
}

impl<M, K> Id<M, K> {
    /// Wraps a key.
    pub const fn new(key: K) -> Self {
        Self { key, model: PhantomData }
    }

    /// The key inside.
    pub fn into_inner(self) -> K {
        self.key
    }

    /// The key inside, borrowed.
    pub const fn as_inner(&self) -> &K {
        &self.key
    }
}

impl<M, K> From<K> for Id<M, K> {
    fn from(key: K) -> Self {
        Self::new(key)
    }
}

impl<M, K: Clone> Clone for Id<M, K> {
    fn clone(&self) -> Self {
        Self::new(self.key.clone())
    }
}

impl<M, K: Copy> Copy for Id<M, K> {}

impl<M, K: fmt::Debug> fmt::Debug for Id<M, K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.key.fmt(f)
    }
}

impl<M, K: fmt::Display> fmt::Display for Id<M, K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.key.fmt(f)
    }
}

impl<M, K: PartialEq> PartialEq for Id<M, K> {
    fn eq(&self, other: &Self) -> bool {
        self.key == other.key
    }
}

impl<M, K: Eq> Eq for Id<M, K> {}

impl<M, K: PartialOrd> PartialOrd for Id<M, K> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        self.key.partial_cmp(&other.key)
    }
}

impl<M, K: Ord> Ord for Id<M, K> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.key.cmp(&other.key)
    }
}

impl<M, K: Hash> Hash for Id<M, K> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.key.hash(state);
    }
}

#[diagnostic::do_not_recommend]
impl<M: Model, K: ColumnType<Base = K>> ColumnType for Id<M, K> {
    type Base = Self;
    type AsKey = K::AsKey;
    const TYPE: SqlType = K::TYPE;
    const IDENTITY: u64 = extend_identity(K::IDENTITY ^ M::IDENTITY, "Id");

    fn to_value(&self) -> Value {
        self.key.to_value()
    }

    fn into_value(self) -> Value {
        self.key.into_value()
    }

    fn from_value(value: ValueRef<'_>) -> Result<Self, Mismatch> {
        K::from_value(value).map(Self::new)
    }

    #[inline]
    fn from_cell(row: &dyn Row, index: usize) -> Result<Self, Other> {
        K::from_cell(row, index).map(Self::new)
    }
}

#[diagnostic::do_not_recommend]
impl<M: Model, K: Ordered + ColumnType<Base = K>> Ordered for Id<M, K> {}

#[diagnostic::do_not_recommend]
impl<A: Association + LinksBy<A::Target>, M: Model, K: ColumnType<Base = K>> Link<A> for Id<M, K>
where
    LinkKey<A>: KeyFrom<Self>,
{
    type Through = Unsaid;

    fn link_values(&self, _columns: &'static [usize]) -> Vec<Value> {
        vec![LinkKey::<A>::key_value(self)]
    }
}

#[diagnostic::do_not_recommend]
impl<A: Association + LinksBy<A::Target>, M: Model, K: ColumnType<Base = K>> MaybeLink<A> for Id<M, K>
where
    LinkKey<A>: KeyFrom<Self>,
{
    fn maybe_values(&self, columns: &'static [usize]) -> Option<Vec<Value>> {
        Some(Link::<A>::link_values(self, columns))
    }
}

#[cfg(feature = "serde")]
impl<M, K: serde::Serialize> serde::Serialize for Id<M, K> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.key.serialize(serializer)
    }
}

#[cfg(feature = "serde")]
impl<'de, M, K: serde::Deserialize<'de>> serde::Deserialize<'de> for Id<M, K> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        K::deserialize(deserializer).map(Self::new)
    }
}
