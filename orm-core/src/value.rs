//! Values on their way to the database and back, in the terms of no database.
use std::fmt;

// What a feature adds is kept out of the lists of types that rustc prints (`do_not_recommend`), so that an error reads the
// same whatever the features.
#[cfg(feature = "chrono")]
mod chrono;
#[cfg(feature = "decimal")]
mod decimal;
mod id;
#[cfg(feature = "json")]
mod json;
mod list;
mod scalar;
#[cfg(feature = "time")]
mod time;
mod unstorable;
#[cfg(feature = "uuid")]
mod uuid;

pub use crate::expansion::Wraps;
pub use id::Id;
#[cfg(feature = "json")]
pub use json::Json;
pub use scalar::{ColumnType, Comparable, Mismatch, Nullable, Number, Ordered, Textual};
pub use unstorable::Unstorable;
pub(crate) use unstorable::check_storable;

/// The type of a column, in the terms of no database; a dialect spells it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum SqlType {
    /// `bool`.
    Boolean,
    /// `i8`, `i16`, `u8`: 16 bits, signed.
    SmallInt,
    /// `i32`, `u16`: 32 bits, signed.
    Integer,
    /// `i64`, `u32`: 64 bits, signed.
    BigInt,
    /// `f32`.
    Real,
    /// `f64`.
    Double,
    /// `String`.
    Text,
    /// `Vec<u8>`.
    Bytes,
    /// A UUID, 16 bytes.
    Uuid,
    /// A day without a time.
    Date,
    /// A time of day, in microseconds.
    Time,
    /// Date and time without a zone, in microseconds.
    DateTime,
    /// A moment in UTC, in microseconds.
    Timestamp,
    /// A decimal number, exact.
    Decimal,
    /// A JSON document.
    Json,
    /// One word of several, as an enum is stored: text, or a type of the database's own that lists the words.
    Word,
    /// Many values of one type: `Vec<i64>`.
    List(&'static SqlType),
}

/// A value on its way to the database.
///
/// Times are in microseconds: `Date` counts days from 1970-01-01, `Time` microseconds from midnight, `DateTime` and
/// `Timestamp` microseconds from 1970-01-01T00:00 (UTC for `Timestamp`).
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Value {
    /// No value, of a type: some databases want to know it.
    Null(SqlType),
    /// True or false.
    Bool(bool),
    /// An integer of up to 64 bits; the width that the column has is in [`SqlType`].
    Integer(SqlType, i64),
    /// A 32-bit float, so that it is not widened on its way.
    Real(f32),
    /// A 64-bit float.
    Double(f64),
    /// Text.
    Text(String),
    /// Bytes.
    Bytes(Vec<u8>),
    /// A UUID, big endian.
    Uuid([u8; 16]),
    /// A day.
    Date(i32),
    /// A time of day.
    Time(i64),
    /// Date and time without a zone.
    DateTime(i64),
    /// A moment in UTC.
    Timestamp(i64),
    /// A decimal number as plain digits: `-12.50`.
    Decimal(String),
    /// A JSON document as text.
    Json(String),
    /// One word of several.
    Word(String),
    /// Many values of one type, the type of each: a column's value, or one parameter for membership tests.
    List(SqlType, Vec<Value>),
    /// No value at all: what was given cannot be stored. It never reaches a driver.
    Unstorable(Unstorable),
}

impl Value {
    /// The type that the value has, or that it is the absence of; of a list, the type of its values.
    #[must_use]
    pub fn sql_type(&self) -> SqlType {
        match self {
            Self::Null(ty) | Self::List(ty, _) | Self::Integer(ty, _) => *ty,
            Self::Bool(_) => SqlType::Boolean,
            Self::Real(_) => SqlType::Real,
            Self::Double(_) => SqlType::Double,
            Self::Text(_) => SqlType::Text,
            Self::Bytes(_) => SqlType::Bytes,
            Self::Uuid(_) => SqlType::Uuid,
            Self::Date(_) => SqlType::Date,
            Self::Time(_) => SqlType::Time,
            Self::DateTime(_) => SqlType::DateTime,
            Self::Timestamp(_) => SqlType::Timestamp,
            Self::Decimal(_) => SqlType::Decimal,
            Self::Json(_) => SqlType::Json,
            Self::Word(_) => SqlType::Word,
            Self::Unstorable(unstorable) => unstorable.sql_type(),
        }
    }

    /// Whether it is no value.
    #[must_use]
    pub fn is_null(&self) -> bool {
        matches!(self, Self::Null(_))
    }

    /// The same value, borrowed, as a row would give it.
    ///
    /// What cannot be stored has no such form and reads as no value.
    #[must_use]
    pub fn as_ref(&self) -> ValueRef<'_> {
        match self {
            Self::Null(_) | Self::Unstorable(_) => ValueRef::Null,
            Self::Bool(value) => ValueRef::Bool(*value),
            Self::Integer(_, value) => ValueRef::Integer(*value),
            Self::Real(value) => ValueRef::Real(f64::from(*value)),
            Self::Double(value) => ValueRef::Real(*value),
            Self::Text(value) | Self::Word(value) => ValueRef::Text(value),
            Self::Bytes(value) => ValueRef::Bytes(value),
            Self::Uuid(value) => ValueRef::Uuid(*value),
            Self::Date(value) => ValueRef::Date(*value),
            Self::Time(value) => ValueRef::Time(*value),
            Self::DateTime(value) => ValueRef::DateTime(*value),
            Self::Timestamp(value) => ValueRef::Timestamp(*value),
            Self::Decimal(value) => ValueRef::Decimal(value),
            Self::Json(value) => ValueRef::Json(value),
            Self::List(_, values) => ValueRef::List(values),
        }
    }
}

impl<T: ColumnType> From<T> for Value {
    fn from(value: T) -> Self {
        value.into_value()
    }
}

impl From<&str> for Value {
    fn from(value: &str) -> Self {
        Self::Text(value.to_owned())
    }
}

impl From<&[u8]> for Value {
    fn from(value: &[u8]) -> Self {
        Self::Bytes(value.to_vec())
    }
}

/// A value in a row, borrowed from the driver's buffers; units as in [`Value`].
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub enum ValueRef<'r> {
    /// No value.
    Null,
    /// True or false, from a database that has the type.
    Bool(bool),
    /// An integer.
    Integer(i64),
    /// A float.
    Real(f64),
    /// Text; also what a database without a type of its own keeps times and decimals in.
    Text(&'r str),
    /// Bytes.
    Bytes(&'r [u8]),
    /// A UUID.
    Uuid([u8; 16]),
    /// A day.
    Date(i32),
    /// A time of day.
    Time(i64),
    /// Date and time without a zone.
    DateTime(i64),
    /// A moment in UTC.
    Timestamp(i64),
    /// A decimal number as plain digits.
    Decimal(&'r str),
    /// A JSON document as text.
    Json(&'r str),
    /// Many values of one type; a database without the type gives the text of a JSON array instead.
    List(&'r [Value]),
}

impl ValueRef<'_> {
    /// The same value, kept beyond its row, with the widest type that it may have had.
    #[must_use]
    pub fn to_value(self) -> Value {
        match self {
            Self::Null => Value::Null(SqlType::Text),
            Self::Bool(value) => Value::Bool(value),
            Self::Integer(value) => Value::Integer(SqlType::BigInt, value),
            Self::Real(value) => Value::Double(value),
            Self::Text(value) => Value::Text(value.to_owned()),
            Self::Bytes(value) => Value::Bytes(value.to_vec()),
            Self::Uuid(value) => Value::Uuid(value),
            Self::Date(value) => Value::Date(value),
            Self::Time(value) => Value::Time(value),
            Self::DateTime(value) => Value::DateTime(value),
            Self::Timestamp(value) => Value::Timestamp(value),
            Self::Decimal(value) => Value::Decimal(value.to_owned()),
            Self::Json(value) => Value::Json(value.to_owned()),
            Self::List(values) => {
                Value::List(values.first().map_or(SqlType::Text, Value::sql_type), values.to_vec())
            }
        }
    }
}

impl fmt::Display for ValueRef<'_> {
    /// Names the kind of the value, never the value itself: errors and logs must not show data.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Null => "no value",
            Self::Bool(_) => "a boolean",
            Self::Integer(_) => "an integer",
            Self::Real(_) => "a float",
            Self::Text(_) => "text",
            Self::Bytes(_) => "bytes",
            Self::Uuid(_) => "a uuid",
            Self::Date(_) => "a date",
            Self::Time(_) => "a time",
            Self::DateTime(_) => "a date and time",
            Self::Timestamp(_) => "a timestamp",
            Self::Decimal(_) => "a decimal",
            Self::Json(_) => "json",
            Self::List(_) => "a list",
        })
    }
}
