//! Whether a value that a builder is given for a row denotes a new row or an existing one.
use crate::association::{ByKey, NoRow};
use crate::model::Model;
use crate::value::Id;

/// What a value denotes that stands for a row: a builder denotes a new row, a row or its key an existing one.
///
/// Without a parameter and with one answer per type, so that rustc can tell the two apart.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no row, no key of one and no builder of one",
    label = "expected a row, its key or its builder",
    note = "give an existing row as `&row` or by its key, and a new one as a builder"
)]
pub trait Denotes {
    /// [`NewRow`], [`ExistingRow`], [`OneOfBoth`] or [`LinkedRow`].
    type Row;
}

/// A new row.
#[derive(Debug, Clone, Copy)]
pub enum NewRow {}

/// A row that is stored already.
#[derive(Debug, Clone, Copy)]
pub enum ExistingRow {}

/// A new row or an existing one.
#[derive(Debug, Clone, Copy)]
pub enum OneOfBoth {}

/// A row with the values of its junction row.
#[derive(Debug, Clone, Copy)]
pub enum LinkedRow {}

#[diagnostic::do_not_recommend]
impl<M: Model> Denotes for &M {
    type Row = ExistingRow;
}

#[diagnostic::do_not_recommend]
impl<M: Model> Denotes for &mut M {
    type Row = ExistingRow;
}

#[diagnostic::do_not_recommend]
impl Denotes for &str {
    type Row = ExistingRow;
}

#[diagnostic::do_not_recommend]
impl<M, K> Denotes for Id<M, K> {
    type Row = ExistingRow;
}

#[diagnostic::do_not_recommend]
impl<K> Denotes for ByKey<K> {
    type Row = ExistingRow;
}

#[diagnostic::do_not_recommend]
impl Denotes for NoRow {
    type Row = ExistingRow;
}

#[diagnostic::do_not_recommend]
impl<T, J> Denotes for (T, J) {
    type Row = LinkedRow;
}

/// A row in a list that has both: new ones, by their builders, and existing ones, as rows or by their keys.
#[derive(Debug, Clone, Copy)]
pub enum NewOrExisting<B, L> {
    /// The builder of a new row.
    New(B),
    /// `&row`, or a key.
    Existing(L),
}

#[diagnostic::do_not_recommend]
impl<B, L> Denotes for NewOrExisting<B, L> {
    type Row = OneOfBoth;
}
