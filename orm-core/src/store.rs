//! Writes of single rows and of many at once: insert, upsert, save, delete.
use crate::driver::{Effort, Request};
use crate::error::{Error, ErrorKind};
use crate::model::Model;
use crate::schema::ModelDescription;
use crate::value::{SqlType, Value};

mod insert;
mod pinpoint;
mod row;
mod stamp;
mod storing;

pub(crate) use insert::{effort_of, insert_all, insert_one, lost, upsert};
pub(crate) use pinpoint::{dangling, held, pinpoint_write};
pub(crate) use row::{delete, find, reload, save};
pub(crate) use stamp::{Moment, stamp};

/// The value of a column of a row.
fn value_of<M: Model>(row: &M, position: usize) -> Value {
    row.value(position).of_column(M::DESCRIPTION, position)
}

/// The values of all columns of a row.
pub(crate) fn values_of<M: Model>(row: &M) -> Vec<Value> {
    values(M::DESCRIPTION, &|position| row.value(position))
}

/// The same of several rows.
pub(crate) fn all_values_of<M: Model>(rows: &[M]) -> Vec<Vec<Value>> {
    all_values(M::DESCRIPTION, rows.len(), &|row, position| rows[row].value(position))
}

// Not generic, so that all models share them.
fn values(model: &'static ModelDescription, value: &dyn Fn(usize) -> Value) -> Vec<Value> {
    (0..model.columns.len()).map(|position| value(position).of_column(model, position)).collect()
}

fn all_values(
    model: &'static ModelDescription,
    rows: usize,
    value: &dyn Fn(usize, usize) -> Value,
) -> Vec<Vec<Value>> {
    (0..rows).map(|row| values(model, &|position| value(row, position))).collect()
}

/// The key of a row.
pub(crate) fn key_of<M: Model>(row: &M) -> Vec<Value> {
    key(M::DESCRIPTION, &|position| row.value(position))
}

fn key(model: &'static ModelDescription, value: &dyn Fn(usize) -> Value) -> Vec<Value> {
    model.key.iter().map(|&position| value(position)).collect()
}

/// The error for a row that is not there.
#[cold]
pub(crate) fn missing(model: &'static ModelDescription, key: &[Value]) -> Error {
    let columns = model.key.iter().map(|&position| model.columns[position].field);
    // Only numbers are shown: a text may be anything, and errors end in logs.
    let shown: Vec<_> = columns
        .zip(key)
        .map(|(field, value)| match value {
            Value::Integer(_, number) => format!("`{field}` {number}"),
            _ => format!("this `{field}`"),
        })
        .collect();
    Error::new(ErrorKind::NotFound, format!("there is no `{}` with {}", model.name, shown.join(" and ")))
}

/// A request of bounded effort without a sink.
fn request(text: std::sync::Arc<crate::driver::Text>, arguments: Vec<Value>) -> Request {
    let mut request = Request::new(text, arguments);
    request.effort = Effort::Bounded;
    request
}

/// A value of no type in particular, where only its place counts.
const fn placeholder() -> Value {
    Value::Null(SqlType::Text)
}
