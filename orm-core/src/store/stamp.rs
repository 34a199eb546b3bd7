//! The time of a write, for `created_at` and `updated_at` columns.
use std::time::{SystemTime, UNIX_EPOCH};

use crate::schema::{ModelDescription, Stamp};
use crate::statement::Expression;
use crate::value::{SqlType, Value};

/// When a row is written: the clock is read once, and only if a column wants it, so that a new row was created and
/// updated at the same moment.
#[derive(Debug, Default)]
pub(crate) struct Moment(Option<i64>);

impl Moment {
    /// For a column of this type; `None` if the type holds no moment.
    pub(crate) fn of(&mut self, ty: SqlType) -> Option<Value> {
        match ty {
            SqlType::Timestamp => Some(Value::Timestamp(self.micros())),
            SqlType::DateTime => Some(Value::DateTime(self.micros())),
            _ => None,
        }
    }

    fn micros(&mut self) -> i64 {
        *self.0.get_or_insert_with(|| {
            let elapsed = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
            i64::try_from(elapsed.as_micros()).unwrap_or(i64::MAX)
        })
    }
}

/// Adds the time of the change for `updated_at` columns that were not set.
pub(crate) fn stamp(model: &ModelDescription, assignments: &mut Vec<(usize, Expression)>) {
    let mut moment = Moment::default();
    for (position, column) in model.columns.iter().enumerate() {
        let set = assignments.iter().any(|(assigned, _)| *assigned == position);
        if column.stamp == Some(Stamp::Updated)
            && !set
            && let Some(time) = moment.of(column.ty)
        {
            assignments.push((position, Expression::Value(time)));
        }
    }
}
