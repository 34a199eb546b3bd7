//! What many cases need: the rows of a table in order, and the kind of an error.
use orm::query::Ordering;
use orm::{Db, ErrorKind, Model, Result};

/// All rows of a model, in this order.
pub(crate) async fn rows<M: Model>(db: &Db, order: impl Ordering<M>) -> Result<Vec<M>> {
    M::query().order_by(order).all(db).await
}

/// The kind of the error that something must have given.
#[track_caller]
pub(crate) fn kind<T: std::fmt::Debug>(result: Result<T>) -> ErrorKind {
    result.unwrap_err().kind()
}

/// Sorted, for results that come in no particular order.
pub(crate) fn sorted<T: Ord>(mut values: Vec<T>) -> Vec<T> {
    values.sort();
    values
}
