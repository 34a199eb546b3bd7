//! Columns of one model, as bounds: so that a column of another is refused in words.
use super::{Column, Unique};
use crate::model::Model;
use crate::value::ColumnType;

/// A column of the model `M`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no column of `{M}`",
    label = "expected a column of `{M}`, as `{M}::…` names one"
)]
pub trait ColumnOf<M> {
    /// The field's type.
    type Type: ColumnType;

    /// The column, whether its values are unique or not.
    fn column(self) -> Column<M, Self::Type>;
}

#[diagnostic::do_not_recommend]
impl<M: Model, T: ColumnType, U> ColumnOf<M> for Column<M, T, U> {
    type Type = T;

    fn column(self) -> Column<M, T> {
        Column::new(self.position())
    }
}

/// A column of the model `M` whose values are unique.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no unique column of `{M}`",
    label = "expected a unique column of `{M}`",
    note = "a column is unique where its field says so, `#[column(unique)]`, and where it is the primary key"
)]
pub trait UniqueColumnOf<M> {
    /// Its position in the model.
    fn unique_position(self) -> usize;
}

#[diagnostic::do_not_recommend]
impl<M: Model, T> UniqueColumnOf<M> for Column<M, T, Unique> {
    fn unique_position(self) -> usize {
        self.position()
    }
}
