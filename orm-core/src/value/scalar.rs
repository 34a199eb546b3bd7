//! The Rust types that a column can have, and what can be asked of them.
use super::{SqlType, Value, ValueRef};
use crate::builder::{Missing, Set, State};
use crate::driver::{Other, Row};
use crate::schema::identity;

/// A stored value that does not fit the Rust type; the row adds model and column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mismatch {
    /// What the Rust type wants: `an integer from -128 to 127`.
    pub expected: &'static str,
}

/// A Rust type that a column can have.
///
/// Implemented for integers, floats, `bool`, `String`, `Vec<u8>`, behind features for the types of uuid, chrono, time,
/// `serde_json` and `rust_decimal`, and by `#[derive(ColumnType)]` for newtypes and enums; for `Vec` of the library's own
/// types but JSON (of `u8`: bytes), and for `Option` of all of them.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be stored in a column",
    label = "not a column type",
    note = "columns hold integers up to `i64` (no database has `u64`), floats, `bool`, `String`, `Vec<u8>`, or an `Option` or `Vec` of these",
    note = "with cargo features of `orm` also `Uuid`, `Decimal`, JSON, and the dates and times of chrono or time",
    note = "a newtype or an enum of your own: #[derive(ColumnType)]; rows of another model: #[has_many(…)] on the struct"
)]
pub trait ColumnType: Sized + Send + Sync + 'static {
    /// The type without `Option`: what comparisons take.
    type Base: ColumnType<Base = Self::Base>;
    /// What a builder begins with where the column alone is the primary key: [`Set`] if the database counts it up.
    type AsKey: State;
    /// The column's type.
    const TYPE: SqlType;
    /// Whether the column may be empty.
    const NULLABLE: bool = false;
    /// Tells the type (without `Option`) from others.
    const IDENTITY: u64;

    /// The value to store.
    fn to_value(&self) -> Value;

    /// The value to store, without a copy.
    fn into_value(self) -> Value {
        self.to_value()
    }

    /// Reads a stored value.
    ///
    /// # Errors
    ///
    /// [`Mismatch`] if the stored value does not fit.
    fn from_value(value: ValueRef<'_>) -> Result<Self, Mismatch>;

    /// Reads a cell that holds what such a column mostly holds, without a look at what else it might be.
    ///
    /// # Errors
    ///
    /// [`Other`] if it has to be looked at.
    #[doc(hidden)]
    #[inline]
    fn from_cell(_row: &dyn Row, _index: usize) -> Result<Self, Other> {
        Err(Other::Value)
    }
}

/// A column type that may be empty: `Option<T>`.
#[diagnostic::on_unimplemented(
    message = "a column of type `{Self}` is required, it is never null",
    label = "never null",
    note = "only columns whose field is an `Option` can be empty"
)]
pub trait Nullable: ColumnType {}

/// A column type with an order: numbers, text, times.
#[diagnostic::on_unimplemented(
    message = "values of type `{Self}` have no order in the database",
    label = "`gt`, `lt`, `between`, `min` and `max` need numbers, text or times",
    note = "compare with `eq` or `ne`"
)]
pub trait Ordered: ColumnType {}

/// A column type that is a number.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no number",
    label = "`sum` and `avg` need a column of numbers"
)]
pub trait Number: ColumnType {
    /// What a sum of such values is: wider than the values.
    type Sum: ColumnType;
}

/// A column type that is text.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no text",
    label = "pattern matches need a column of text"
)]
pub trait Textual: ColumnType {}

/// A value that can be compared with a column of type `T` (without `Option`).
#[diagnostic::on_unimplemented(
    message = "a column of type `{T}` cannot be compared with `{Self}`",
    label = "expected `{T}`",
    note = "an empty column is found with `is_null()`, not with `eq(None)`; two columns are compared with `eq_column`"
)]
pub trait Comparable<T> {
    /// The value to compare with.
    fn into_operand(self) -> Value;
}

#[diagnostic::do_not_recommend]
impl<T: ColumnType<Base = T>> Comparable<T> for T {
    fn into_operand(self) -> Value {
        self.into_value()
    }
}

#[diagnostic::do_not_recommend]
impl<T: ColumnType<Base = T>> Comparable<T> for &T {
    fn into_operand(self) -> Value {
        self.to_value()
    }
}

#[diagnostic::do_not_recommend]
impl Comparable<String> for &str {
    fn into_operand(self) -> Value {
        Value::Text(self.to_owned())
    }
}

#[diagnostic::do_not_recommend]
impl Comparable<Vec<u8>> for &[u8] {
    fn into_operand(self) -> Value {
        Value::Bytes(self.to_vec())
    }
}

#[diagnostic::do_not_recommend]
impl<T: ColumnType<Base = T>> ColumnType for Option<T> {
    type Base = T;
    type AsKey = Missing;
    const TYPE: SqlType = T::TYPE;
    const NULLABLE: bool = true;
    const IDENTITY: u64 = T::IDENTITY;

    fn to_value(&self) -> Value {
        self.as_ref().map_or(Value::Null(T::TYPE), T::to_value)
    }

    fn into_value(self) -> Value {
        self.map_or(Value::Null(T::TYPE), T::into_value)
    }

    fn from_value(value: ValueRef<'_>) -> Result<Self, Mismatch> {
        match value {
            ValueRef::Null => Ok(None),
            value => T::from_value(value).map(Some),
        }
    }

    #[inline]
    fn from_cell(row: &dyn Row, index: usize) -> Result<Self, Other> {
        match T::from_cell(row, index) {
            Ok(value) => Ok(Some(value)),
            Err(Other::Null) => Ok(None),
            Err(Other::Value) => Err(Other::Value),
        }
    }
}

#[diagnostic::do_not_recommend]
impl<T: ColumnType<Base = T>> Nullable for Option<T> {}
#[diagnostic::do_not_recommend]
impl<T: Ordered + ColumnType<Base = T>> Ordered for Option<T> {}
#[diagnostic::do_not_recommend]
impl<T: Textual + ColumnType<Base = T>> Textual for Option<T> {}
#[diagnostic::do_not_recommend]
impl<T: Number + ColumnType<Base = T>> Number for Option<T> {
    type Sum = T::Sum;
}

macro_rules! integers {
    ($($ty:ident $sql:ident $sum:ident $expected:literal;)+) => {$(
        #[diagnostic::do_not_recommend]
        impl ColumnType for $ty {
            type Base = Self;
            type AsKey = Set;
            const TYPE: SqlType = SqlType::$sql;
            const IDENTITY: u64 = identity(stringify!($ty));

            fn to_value(&self) -> Value {
                Value::Integer(SqlType::$sql, i64::from(*self))
            }

            fn from_value(value: ValueRef<'_>) -> Result<Self, Mismatch> {
                match value {
                    ValueRef::Integer(value) => Self::try_from(value).map_err(|_| Mismatch { expected: $expected }),
                    // What the sum of integers is where a database fears that it overflows.
                    ValueRef::Decimal(digits) => digits.parse().map_err(|_| Mismatch { expected: $expected }),
                    _ => Err(Mismatch { expected: $expected }),
                }
            }

            #[inline]
            fn from_cell(row: &dyn Row, index: usize) -> Result<Self, Other> {
                row.integer(index).and_then(|value| Self::try_from(value).map_err(|_| Other::Value))
            }
        }
        #[diagnostic::do_not_recommend]
        impl Ordered for $ty {}
        #[diagnostic::do_not_recommend]
        impl Number for $ty {
            type Sum = $sum;
        }
    )+};
}

integers! {
    i8 SmallInt i64 "an integer from -128 to 127";
    i16 SmallInt i64 "an integer of 16 bits";
    i32 Integer i64 "an integer of 32 bits";
    i64 BigInt i64 "an integer";
    u8 SmallInt i64 "an integer from 0 to 255";
    u16 Integer i64 "an integer from 0 to 65535";
    u32 BigInt i64 "an integer from 0 to 4294967295";
}

#[diagnostic::do_not_recommend]
impl ColumnType for bool {
    type Base = Self;
    type AsKey = Missing;
    const TYPE: SqlType = SqlType::Boolean;
    const IDENTITY: u64 = identity("bool");

    fn to_value(&self) -> Value {
        Value::Bool(*self)
    }

    fn from_value(value: ValueRef<'_>) -> Result<Self, Mismatch> {
        match value {
            ValueRef::Bool(value) => Ok(value),
            ValueRef::Integer(0) => Ok(false),
            ValueRef::Integer(1) => Ok(true),
            _ => Err(Mismatch { expected: "a boolean" }),
        }
    }
}

#[diagnostic::do_not_recommend]
impl ColumnType for f64 {
    type Base = Self;
    type AsKey = Missing;
    const TYPE: SqlType = SqlType::Double;
    const IDENTITY: u64 = identity("f64");

    fn to_value(&self) -> Value {
        Value::Double(*self)
    }

    fn from_value(value: ValueRef<'_>) -> Result<Self, Mismatch> {
        match value {
            ValueRef::Real(value) => Ok(value),
            // A database with dynamic types keeps 2.0 as 2.
            #[expect(clippy::cast_precision_loss, reason = "the integer was a float when it was stored")]
            ValueRef::Integer(value) => Ok(value as f64),
            // What the mean of integers is.
            ValueRef::Decimal(digits) => digits.parse().map_err(|_| Mismatch { expected: "a float" }),
            _ => Err(Mismatch { expected: "a float" }),
        }
    }
}

#[diagnostic::do_not_recommend]
impl ColumnType for f32 {
    type Base = Self;
    type AsKey = Missing;
    const TYPE: SqlType = SqlType::Real;
    const IDENTITY: u64 = identity("f32");

    fn to_value(&self) -> Value {
        Value::Real(*self)
    }

    #[expect(clippy::cast_possible_truncation, reason = "the value was an f32 when it was stored")]
    fn from_value(value: ValueRef<'_>) -> Result<Self, Mismatch> {
        f64::from_value(value).map(|value| value as f32)
    }
}

#[diagnostic::do_not_recommend]
impl Ordered for f64 {}
#[diagnostic::do_not_recommend]
impl Ordered for f32 {}
#[diagnostic::do_not_recommend]
impl Number for f64 {
    type Sum = f64;
}
#[diagnostic::do_not_recommend]
impl Number for f32 {
    type Sum = f64;
}

#[diagnostic::do_not_recommend]
impl ColumnType for String {
    type Base = Self;
    type AsKey = Missing;
    const TYPE: SqlType = SqlType::Text;
    const IDENTITY: u64 = identity("String");

    fn to_value(&self) -> Value {
        Value::Text(self.clone())
    }

    fn into_value(self) -> Value {
        Value::Text(self)
    }

    fn from_value(value: ValueRef<'_>) -> Result<Self, Mismatch> {
        match value {
            ValueRef::Text(value) => Ok(value.to_owned()),
            _ => Err(Mismatch { expected: "text" }),
        }
    }

    #[inline]
    fn from_cell(row: &dyn Row, index: usize) -> Result<Self, Other> {
        row.text(index).map(str::to_owned)
    }
}

#[diagnostic::do_not_recommend]
impl Ordered for String {}
#[diagnostic::do_not_recommend]
impl Textual for String {}

#[diagnostic::do_not_recommend]
impl ColumnType for Vec<u8> {
    type Base = Self;
    type AsKey = Missing;
    const TYPE: SqlType = SqlType::Bytes;
    const IDENTITY: u64 = identity("Vec<u8>");

    fn to_value(&self) -> Value {
        Value::Bytes(self.clone())
    }

    fn into_value(self) -> Value {
        Value::Bytes(self)
    }

    fn from_value(value: ValueRef<'_>) -> Result<Self, Mismatch> {
        match value {
            ValueRef::Bytes(value) => Ok(value.to_vec()),
            _ => Err(Mismatch { expected: "bytes" }),
        }
    }
}
