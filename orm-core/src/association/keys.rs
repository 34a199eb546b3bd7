//! Keys of rows as values that can be compared and told apart.
use std::hash::{Hash, Hasher};

use crate::value::Value;

/// A key, of one column or several, that can be looked up.
#[derive(Debug, Clone)]
pub(crate) struct RowKey(pub(crate) Vec<Value>);

impl PartialEq for RowKey {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}

/// Floats are no sensible keys; one that is not a number equals nothing, not even itself, and is never found.
impl Eq for RowKey {}

impl Hash for RowKey {
    fn hash<H: Hasher>(&self, state: &mut H) {
        for value in &self.0 {
            hash_value(value, state);
        }
    }
}

fn hash_value<H: Hasher>(value: &Value, state: &mut H) {
    match value {
        Value::Null(_) => state.write_u8(0),
        Value::Bool(value) => value.hash(state),
        Value::Integer(_, value) | Value::Time(value) | Value::DateTime(value) | Value::Timestamp(value) => {
            value.hash(state);
        }
        Value::Real(value) => value.to_bits().hash(state),
        Value::Double(value) => value.to_bits().hash(state),
        Value::Text(value) | Value::Decimal(value) | Value::Json(value) => value.hash(state),
        Value::Bytes(value) => value.hash(state),
        Value::Uuid(value) => value.hash(state),
        Value::Date(value) => value.hash(state),
        Value::List(_, values) => values.iter().for_each(|value| hash_value(value, state)),
    }
}

/// The keys without repetitions, in their order.
pub(crate) fn distinct(keys: Vec<Vec<Value>>) -> Vec<RowKey> {
    let mut seen = std::collections::HashSet::with_capacity(keys.len());
    keys.into_iter().map(RowKey).filter(|key| seen.insert(key.clone())).collect()
}
