//! `rust_decimal::Decimal` as a column type.
use rust_decimal::Decimal;
use rust_decimal::prelude::FromPrimitive as _;

use super::{ColumnType, Mismatch, Number, Ordered, SqlType, Value, ValueRef};
use crate::builder::Missing;
use crate::schema::identity;

const EXPECTED: Mismatch = Mismatch { expected: "a decimal number of up to 28 digits" };

#[diagnostic::do_not_recommend]
impl ColumnType for Decimal {
    type Base = Self;
    type AsKey = Missing;
    const TYPE: SqlType = SqlType::Decimal;
    const IDENTITY: u64 = identity("Decimal");

    fn to_value(&self) -> Value {
        Value::Decimal(self.to_string())
    }

    fn from_value(value: ValueRef<'_>) -> Result<Self, Mismatch> {
        match value {
            ValueRef::Decimal(text) | ValueRef::Text(text) => text.parse().map_err(|_| EXPECTED),
            ValueRef::Integer(value) => Ok(Self::from(value)),
            // The shortest decimal that reads as this float: what was stored, up to 15 digits.
            ValueRef::Real(value) => Self::from_f64(value).ok_or(EXPECTED),
            _ => Err(EXPECTED),
        }
    }
}

#[diagnostic::do_not_recommend]
impl Ordered for Decimal {}

#[diagnostic::do_not_recommend]
impl Number for Decimal {
    type Sum = Self;
}

super::list::column_of! { Decimal, "Vec<Decimal>", "a list of decimal numbers of up to 28 digits"; }
