//! How a row's columns become a struct's fields.
use crate::driver::Row;
use crate::error::{Error, ErrorKind, Result};
use crate::schema::ModelDescription;
use crate::value::{ColumnType, Mismatch, ValueRef};

/// The columns of one model in a row: the row may hold those of others before and after.
#[derive(Clone, Copy)]
pub struct Cells<'r> {
    row: &'r dyn Row,
    first: usize,
    model: &'static ModelDescription,
}

impl std::fmt::Debug for Cells<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Cells")
            .field("first", &self.first)
            .field("model", &self.model.name)
            .finish_non_exhaustive()
    }
}

impl<'r> Cells<'r> {
    /// The columns of this model, of which the first stands at `first`.
    #[must_use]
    pub fn new(row: &'r dyn Row, first: usize, model: &'static ModelDescription) -> Self {
        Self { row, first, model }
    }

    /// Reads the column at this position of the model.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Decode`] if the stored value does not fit `T`.
    #[inline]
    pub fn read<T: ColumnType>(&self, position: usize) -> Result<T> {
        T::from_cell(self.row, self.first + position).or_else(|_| self.read_any(position))
    }

    fn read_any<T: ColumnType>(&self, position: usize) -> Result<T> {
        let value = match self.row.get(self.first + position) {
            Ok(value) => value,
            Err(error) => return Err(self.explain(position, &error)),
        };
        T::from_value(value).map_err(|mismatch| misfit(self.model, position, (value, &mismatch)))
    }

    #[cold]
    fn explain(&self, position: usize, error: &Error) -> Error {
        let column = &self.model.columns[position];
        Error::new(
            error.kind(),
            format!(
                "`{}.{}` of table `{}`: {}",
                self.model.name,
                column.field,
                self.model.table,
                error.message()
            ),
        )
    }
}

/// What to say of a stored value that does not fit its field.
#[cold]
pub(crate) fn misfit(
    model: &ModelDescription,
    position: usize,
    (found, mismatch): (ValueRef<'_>, &Mismatch),
) -> Error {
    let column = &model.columns[position];
    let hint = if matches!(found, ValueRef::Null) {
        format!("make the field `{}` an `Option`, or fill the column", column.field)
    } else {
        format!("give the field `{}` a type that fits what is stored", column.field)
    };
    let message = format!(
        "`{}.{}` expects {}, but column `{}` of table `{}` holds {found}; {hint}",
        model.name, column.field, mismatch.expected, column.name, model.table
    );
    Error::new(ErrorKind::Decode, message)
}
