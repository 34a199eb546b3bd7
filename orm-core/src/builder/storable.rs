//! Values that can be stored in a column.
use crate::value::{ColumnType, Value};

/// A value that can be stored in a column of type `T`: a `T`, `&str` for text, or what an `Option` holds.
#[diagnostic::on_unimplemented(
    message = "a column of type `{T}` cannot store `{Self}`",
    label = "expected `{T}`",
    note = "a column that is an `Option` takes the value itself, or `None`"
)]
pub trait Storable<T> {
    /// The value to store.
    fn into_stored(self) -> Value;
}

#[diagnostic::do_not_recommend]
impl<T: ColumnType> Storable<T> for T {
    fn into_stored(self) -> Value {
        self.into_value()
    }
}

#[diagnostic::do_not_recommend]
impl<T: ColumnType<Base = T>> Storable<Option<T>> for T {
    fn into_stored(self) -> Value {
        self.into_value()
    }
}

#[diagnostic::do_not_recommend]
impl Storable<String> for &str {
    fn into_stored(self) -> Value {
        Value::Text(self.to_owned())
    }
}

#[diagnostic::do_not_recommend]
impl Storable<String> for &String {
    fn into_stored(self) -> Value {
        Value::Text(self.clone())
    }
}

#[diagnostic::do_not_recommend]
impl Storable<Option<String>> for &String {
    fn into_stored(self) -> Value {
        Value::Text(self.clone())
    }
}

// Not for `Option<&str>`: with a second `Option`, rustc could not tell what a bare `None` is that empties the column.
#[diagnostic::do_not_recommend]
impl Storable<Option<String>> for &str {
    fn into_stored(self) -> Value {
        Value::Text(self.to_owned())
    }
}
