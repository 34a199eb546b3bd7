//! What stands in for a value that cannot be stored, until the statement that it is part of is refused.
use std::fmt;

use super::{SqlType, Value};
use crate::error::{Error, ErrorKind};
use crate::schema::ModelDescription;
use crate::session::Subject;

/// Why a value cannot be stored, and in which column it was to be.
///
/// A conversion to [`Value`] cannot fail; what has no value becomes this one, and no statement that holds it is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unstorable(Box<Inner>);

#[derive(Debug, Clone, PartialEq, Eq)]
struct Inner {
    ty: SqlType,
    reason: String,
    /// Model and field.
    place: Option<(&'static str, &'static str)>,
}

impl Unstorable {
    pub(crate) fn sql_type(&self) -> SqlType {
        self.0.ty
    }
}

impl Value {
    /// Stands for a value that cannot be stored; the statement is refused with this reason, and nothing is sent.
    ///
    /// # Examples
    ///
    /// ```
    /// use orm_core::value::{SqlType, Value};
    ///
    /// let value = Value::unstorable(SqlType::Json, "key must be a string");
    /// assert_eq!(value.sql_type(), SqlType::Json);
    /// ```
    #[cold]
    #[must_use]
    pub fn unstorable(ty: SqlType, reason: impl fmt::Display) -> Self {
        Self::Unstorable(Unstorable(Box::new(Inner { ty, reason: reason.to_string(), place: None })))
    }

    /// The same value, which knows its column if it is to be refused.
    #[inline]
    pub(crate) fn of_column(mut self, model: &ModelDescription, position: usize) -> Self {
        if let Self::Unstorable(Unstorable(inner)) = &mut self {
            inner.place = Some((model.name, model.columns[position].field));
        }
        self
    }

    #[inline]
    fn refused(&self) -> Option<&Unstorable> {
        match self {
            Self::Unstorable(unstorable) => Some(unstorable),
            Self::List(_, values) => values.iter().find_map(Self::refused),
            _ => None,
        }
    }
}

/// Refuses a statement with a value that cannot be stored.
#[inline]
pub(crate) fn check_storable<'v>(
    values: impl IntoIterator<Item = &'v Value>,
    subject: Subject,
) -> Result<(), Error> {
    match values.into_iter().find_map(Value::refused) {
        Some(unstorable) => Err(refuse(unstorable, subject.model)),
        None => Ok(()),
    }
}

#[cold]
fn refuse(Unstorable(inner): &Unstorable, model: &ModelDescription) -> Error {
    let what = match inner.place {
        Some((model, field)) => format!("the value for `{model}.{field}`"),
        None => format!("a value of the statement about `{}`", model.name),
    };
    Error::new(
        ErrorKind::InvalidInput,
        format!("{what} cannot be stored: {}; nothing was sent to the database", inner.reason),
    )
}
