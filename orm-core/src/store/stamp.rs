//! The time of a write, for `created_at` and `updated_at` columns.
use std::time::{SystemTime, UNIX_EPOCH};

use crate::schema::{ModelDescription, Stamp};
use crate::statement::Expression;
use crate::value::{SqlType, Value};

/// Now, for a column of this type; `None` if the type holds no moment.
pub(crate) fn now(ty: SqlType) -> Option<Value> {
    let elapsed = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    let micros = i64::try_from(elapsed.as_micros()).unwrap_or(i64::MAX);
    match ty {
        SqlType::Timestamp => Some(Value::Timestamp(micros)),
        SqlType::DateTime => Some(Value::DateTime(micros)),
        _ => None,
    }
}

/// Adds the time of the change for `updated_at` columns that were not set.
pub(crate) fn stamp(model: &ModelDescription, assignments: &mut Vec<(usize, Expression)>) {
    for (position, column) in model.columns.iter().enumerate() {
        let set = assignments.iter().any(|(assigned, _)| *assigned == position);
        if column.stamp == Some(Stamp::Updated)
            && !set
            && let Some(time) = now(column.ty)
        {
            assignments.push((position, Expression::Value(time)));
        }
    }
}
