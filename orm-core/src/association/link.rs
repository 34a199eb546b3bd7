//! What says which row an accessor means: a row, its key, or a row with what the junction says of it.
use super::{Association, CanBeEmpty, Crossing, Each, LinkKey, LinksBy, Releases, Said, Unsaid};
use crate::builder::Builder;
use crate::model::Model;
use crate::value::{ColumnType, Value};

/// A [`Link`] of an association that can give rows up.
pub trait ReleasedLink<A: Association>: Link<A> {}

impl<A: Association + Releases<true>, L: Link<A>> ReleasedLink<A> for L {}

/// What says which row an accessor means: `&row`, `&mut row` (its key field follows), or the row's key.
#[diagnostic::on_unimplemented(
    message = "`{A}` links rows of `{Target}`, and `{Self}` is none",
    label = "expected `&{Target}`, or the key of a `{Target}`",
    note = "give a row as `&row` or `&mut row`, or its key by value"
)]
pub trait Link<A: Association, Target = <A as Association>::Target>: Send {
    /// What it says of the junction's row: [`Unsaid`], but for a row with values of its own.
    type Through;

    /// The values of the columns that the association links by.
    fn link_values(&self, columns: &'static [usize]) -> Vec<Value>;

    /// The values given for the junction's row, one place per column; none if there are none.
    fn into_through(self) -> Vec<Option<Value>>
    where
        Self: Sized,
    {
        Vec::new()
    }

    /// Sets the row's own foreign key, once the database has it.
    fn follow(&mut self, _columns: &[usize], _values: &[Value]) {}
}

/// What a to-one association is set to: a row, a key, or `None` where it may be empty.
#[diagnostic::on_unimplemented(
    message = "`{A}` links a `{Target}`, and `{Self}` is none",
    label = "expected `&{Target}`, the key of a `{Target}`, or `None` where it may be empty",
    note = "give a row as `&row` or `&mut row`, or its key by value"
)]
pub trait MaybeLink<A: Association, Target = <A as Association>::Target>: Send {
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

#[diagnostic::do_not_recommend]
impl<M: Model, A: Association<Target = M>> Link<A, M> for &M {
    type Through = Unsaid;

    fn link_values(&self, columns: &'static [usize]) -> Vec<Value> {
        values_of(*self, columns)
    }
}

#[diagnostic::do_not_recommend]
impl<M: Model, A: Association<Target = M>> Link<A, M> for &mut M {
    type Through = Unsaid;

    fn link_values(&self, columns: &'static [usize]) -> Vec<Value> {
        values_of(*self, columns)
    }

    fn follow(&mut self, columns: &[usize], values: &[Value]) {
        assign_all(*self, columns, values);
    }
}

#[diagnostic::do_not_recommend]
impl<M: Model, A: Association<Target = M>> MaybeLink<A, M> for &M {
    fn maybe_values(&self, columns: &'static [usize]) -> Option<Vec<Value>> {
        Some(values_of(*self, columns))
    }
}

#[diagnostic::do_not_recommend]
impl<M: Model, A: Association<Target = M>> MaybeLink<A, M> for &mut M {
    fn maybe_values(&self, columns: &'static [usize]) -> Option<Vec<Value>> {
        Some(values_of(*self, columns))
    }

    fn maybe_follow(&mut self, columns: &[usize], values: &[Value]) {
        assign_all(*self, columns, values);
    }
}

/// Only `Option<&M>`: a single candidate lets a bare `None` be inferred.
impl<M: Model, A: Association<Target = M> + CanBeEmpty> MaybeLink<A, M> for Option<&M> {
    fn maybe_values(&self, columns: &'static [usize]) -> Option<Vec<Value>> {
        self.map(|row| values_of(row, columns))
    }
}

/// Stands for no row, to write an empty list: `project.set_tasks(&db, NONE)`.
#[derive(Debug, Clone, Copy)]
pub enum NoRow {}

/// An empty list of rows, for accessors that take a list.
///
/// # Examples
///
/// ```
/// # use orm_example::*;
/// # run(async |db| {
/// let apollo = Project::get(&db, 1).await?;
/// apollo.set_members(&db, orm::NONE).await?;
/// assert_eq!(apollo.count_members(&db).await?, 0);
/// # Ok(())
/// # });
/// ```
pub const NONE: [NoRow; 0] = [];

#[diagnostic::do_not_recommend]
impl<A: Association> Link<A> for NoRow {
    type Through = Said;

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

#[diagnostic::do_not_recommend]
impl<T: ColumnType> KeyFrom<T> for T {
    fn key_value(value: &T) -> Value {
        value.to_value()
    }
}

/// What an integer literal falls back to, for the key type that is usual.
#[diagnostic::do_not_recommend]
impl KeyFrom<i32> for i64 {
    fn key_value(value: &i32) -> Value {
        i64::from(*value).to_value()
    }
}

#[diagnostic::do_not_recommend]
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
        #[diagnostic::do_not_recommend]
        impl<A> $crate::association::Link<A> for $ty
        where
            A: $crate::association::Association + $crate::association::LinksBy<A::Target>,
            $crate::association::LinkKey<A>: $crate::association::KeyFrom<$ty>,
        {
            type Through = $crate::association::Unsaid;

            fn link_values(&self, _columns: &'static [usize]) -> ::std::vec::Vec<$crate::value::Value> {
                ::std::vec![
                    <$crate::association::LinkKey<A> as $crate::association::KeyFrom<$ty>>::key_value(self)
                ]
            }
        }
        impl $crate::nested::Denotes for $ty {
            type Row = $crate::nested::ExistingRow;
        }
        #[diagnostic::do_not_recommend]
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

#[diagnostic::do_not_recommend]
impl<'k, A: Association + LinksBy<A::Target>> Link<A> for &'k str
where
    LinkKey<A>: KeyFrom<&'k str>,
{
    type Through = Unsaid;

    fn link_values(&self, _columns: &'static [usize]) -> Vec<Value> {
        vec![LinkKey::<A>::key_value(self)]
    }
}

#[diagnostic::do_not_recommend]
impl<'k, A: Association + LinksBy<A::Target>> MaybeLink<A> for &'k str
where
    LinkKey<A>: KeyFrom<&'k str>,
{
    fn maybe_values(&self, columns: &'static [usize]) -> Option<Vec<Value>> {
        Some(Link::<A>::link_values(self, columns))
    }
}

/// A key of several columns, as a link: `shelf.add_book(&db, ByKey(("de", 7)))`.
///
/// A bare tuple is a row with what the junction says of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ByKey<K>(pub K);

macro_rules! link_by_keys {
    ($($key:ident $value:ident $index:tt),+) => {
        #[diagnostic::do_not_recommend]
        impl<A, $($key,)+ $($value),+> Link<A> for ByKey<($($value,)+)>
        where
            A: Association + LinksBy<A::Target, Key = ($($key,)+)>,
            $($key: KeyFrom<$value>, $value: Send,)+
        {
            type Through = Unsaid;

            fn link_values(&self, _columns: &'static [usize]) -> Vec<Value> {
                vec![$($key::key_value(&self.0.$index)),+]
            }
        }
        #[diagnostic::do_not_recommend]
        impl<A, $($key,)+ $($value),+> MaybeLink<A> for ByKey<($($value,)+)>
        where
            A: Association + LinksBy<A::Target, Key = ($($key,)+)>,
            $($key: KeyFrom<$value>, $value: Send,)+
        {
            fn maybe_values(&self, columns: &'static [usize]) -> Option<Vec<Value>> {
                Some(Link::<A>::link_values(self, columns))
            }
        }
        /// What a to-one association is set to has no junction, so a bare tuple is a key.
        #[diagnostic::do_not_recommend]
        impl<A, $($key,)+ $($value),+> MaybeLink<A> for ($($value,)+)
        where
            A: Association + LinksBy<A::Target, Key = ($($key,)+)>,
            $($key: KeyFrom<$value>, $value: Send,)+
        {
            fn maybe_values(&self, _columns: &'static [usize]) -> Option<Vec<Value>> {
                Some(vec![$($key::key_value(&self.$index)),+])
            }
        }
    };
}
link_by_keys!(K0 V0 0, K1 V1 1);
link_by_keys!(K0 V0 0, K1 V1 1, K2 V2 2);
link_by_keys!(K0 V0 0, K1 V1 1, K2 V2 2, K3 V3 3);

/// A row with the values of its junction row: `(&ada, Membership::build().role("lead"))`.
#[diagnostic::do_not_recommend]
impl<A: Crossing, L: Link<A>, B: Builder<Model = A::Junction>> Link<A> for (L, B)
where
    B::Nested: crate::nested::Alone,
{
    type Through = Each<B>;

    fn link_values(&self, columns: &'static [usize]) -> Vec<Value> {
        self.0.link_values(columns)
    }

    fn into_through(self) -> Vec<Option<Value>> {
        self.1.into_draft().into_values()
    }
}
