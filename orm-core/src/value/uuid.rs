//! `uuid::Uuid` as a column type.
use uuid::Uuid;

use super::{ColumnType, Mismatch, SqlType, Value, ValueRef};
use crate::builder::Missing;
use crate::schema::identity;

const EXPECTED: Mismatch = Mismatch { expected: "a uuid" };

#[diagnostic::do_not_recommend]
impl ColumnType for Uuid {
    type Base = Self;
    type AsKey = Missing;
    const TYPE: SqlType = SqlType::Uuid;
    const IDENTITY: u64 = identity("Uuid");

    fn to_value(&self) -> Value {
        Value::Uuid(self.into_bytes())
    }

    fn from_value(value: ValueRef<'_>) -> Result<Self, Mismatch> {
        match value {
            ValueRef::Uuid(bytes) => Ok(Self::from_bytes(bytes)),
            ValueRef::Bytes(bytes) => Self::from_slice(bytes).map_err(|_| EXPECTED),
            ValueRef::Text(text) => Self::try_parse(text).map_err(|_| EXPECTED),
            _ => Err(EXPECTED),
        }
    }
}

super::list::column_of! { Uuid, "Vec<Uuid>", "a list of uuids"; }

crate::__link_by_key!(Uuid);
