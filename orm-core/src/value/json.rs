//! JSON documents as column types: `serde_json::Value`, and `Json<T>` for a type of your own.
use serde::{Deserialize, Serialize, de::DeserializeOwned};

use super::{ColumnType, Mismatch, SqlType, Value, ValueRef};
use crate::builder::Missing;
use crate::schema::identity;

const EXPECTED: Mismatch = Mismatch { expected: "a json document" };

#[diagnostic::do_not_recommend]
impl ColumnType for serde_json::Value {
    type Base = Self;
    type AsKey = Missing;
    const TYPE: SqlType = SqlType::Json;
    const IDENTITY: u64 = identity("serde_json::Value");

    fn to_value(&self) -> Value {
        Value::Json(self.to_string())
    }

    fn from_value(value: ValueRef<'_>) -> Result<Self, Mismatch> {
        parse(value)
    }
}

/// A value of your own, stored as a JSON document.
///
/// A value that serde cannot serialize, such as a map whose keys are no text, is
/// [`InvalidInput`](crate::ErrorKind::InvalidInput) when it is to be stored or compared; no statement is sent then. Floats
/// that are not finite become `null`, as JSON has no word for them.
///
/// # Examples
///
/// ```
/// use orm::Json;
/// use orm::prelude::*;
/// use serde::{Deserialize, Serialize};
///
/// #[derive(Serialize, Deserialize, Debug, PartialEq)]
/// struct Size { width: u32, height: u32 }
///
/// #[derive(Model, Debug)]
/// struct Picture { id: i64, size: Json<Size> }
///
/// # orm_example::run_on(schema![Picture], async |db| {
/// let picture = Picture::build().size(Json(Size { width: 4, height: 3 })).insert(&db).await?;
/// assert_eq!(Picture::get(&db, picture.id).await?.size.0.width, 4);
/// # Ok(())
/// # });
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Json<T>(pub T);

#[diagnostic::do_not_recommend]
impl<T: Serialize + DeserializeOwned + Send + Sync + 'static> ColumnType for Json<T> {
    type Base = Self;
    type AsKey = Missing;
    const TYPE: SqlType = SqlType::Json;
    const IDENTITY: u64 = identity("Json");

    fn to_value(&self) -> Value {
        match serde_json::to_string(&self.0) {
            Ok(text) => Value::Json(text),
            Err(error) => Value::unstorable(SqlType::Json, error),
        }
    }

    fn from_value(value: ValueRef<'_>) -> Result<Self, Mismatch> {
        parse(value).map(Self)
    }
}

fn parse<T: DeserializeOwned>(value: ValueRef<'_>) -> Result<T, Mismatch> {
    match value {
        ValueRef::Json(text) | ValueRef::Text(text) => serde_json::from_str(text).map_err(|_| EXPECTED),
        _ => Err(EXPECTED),
    }
}
