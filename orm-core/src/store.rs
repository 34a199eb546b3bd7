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
    (0..M::DESCRIPTION.columns.len()).map(|position| value_of(row, position)).collect()
}

/// The key of a row.
pub(crate) fn key_of<M: Model>(row: &M) -> Vec<Value> {
    M::DESCRIPTION.key.iter().map(|&position| row.value(position)).collect()
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
