//! The PostgreSQL driver of orm, over connections that sqlx opens.
//!
//! Programs use the `orm` crate. What this one promises beyond the contract in [`orm_core::driver`]:
//!
//! - A connection whose future was dropped in the middle is read to the end of what the server answers, and rolled back,
//!   before anybody else gets it. If that takes more than 0.1 s, the server is told to stop, over a connection of its own
//!   (`pg_cancel_backend`); after one second in all, the connection is closed. Behind a pooler nothing can be told to stop.
//! - A commit after a statement that failed is an error. PostgreSQL itself turns it into a rollback without a word.
//! - When the server restarts, statements under way fail as [`ConnectionLost`](orm_core::ErrorKind::ConnectionLost), and
//!   whoever needs a connection waits for the server, within `acquire_timeout`.
//! - [Transaction options](orm_core::driver::TransactionOptions) become `BEGIN ISOLATION LEVEL … READ ONLY DEFERRABLE`;
//!   without a level it is the server's default, which is `READ COMMITTED` unless somebody changed it.
//! - It needs a tokio runtime with I/O and timer enabled, of any flavor.
mod argument;
mod connection;
mod contain;
mod dialect;
mod driver;
mod error;
mod numeric;
mod options;
mod pool;
mod row;
mod session;
mod wire;

pub use dialect::PostgresDialect;
pub use driver::PostgresDriver;
pub use options::PostgresOptions;
pub use sqlx::PgPool;
pub use sqlx::postgres::PgConnectOptions;
