//! Over SQLite.
use diesel::QueryResult;
pub use diesel::SqliteConnection as Connection;

pub(super) fn transaction<T>(
    db: &mut Connection,
    work: impl FnOnce(&mut Connection) -> QueryResult<T>,
) -> QueryResult<T> {
    db.immediate_transaction(work)
}

#[path = "body.rs"]
mod body;
pub use body::Diesel;
