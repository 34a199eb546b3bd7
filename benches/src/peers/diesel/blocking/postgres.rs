//! Over libpq.
pub use diesel::PgConnection as Connection;
use diesel::QueryResult;

pub(super) fn transaction<T>(
    db: &mut Connection,
    work: impl FnOnce(&mut Connection) -> QueryResult<T>,
) -> QueryResult<T> {
    diesel::Connection::transaction(db, work)
}

#[path = "body.rs"]
mod body;
pub use body::Diesel;
