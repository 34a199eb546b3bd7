//! The SQLite driver of orm: embedded, in a file or in memory, over connections that sqlx opens.
//!
//! Programs use the `orm` crate. What this one promises beyond the contract in [`orm_core::driver`]:
//!
//! - A statement is stepped on the async thread that awaits it, for a bounded time. A read lets other tasks run after
//!   every 0.15 ms; after some 25 ms, or when it computes for 0.3 ms without a row, 0.5 ms after others, it moves to a blocking thread.
//!   Writes run in place only in memory or inside a transaction, and only if they touch few rows. What waits for a disk,
//!   a commit above all, runs on a blocking thread.
//! - Writers of one driver queue fairly; locks of other programs are waited for without blocking a thread.
//! - Transactions are serializable, whatever [isolation](orm_core::driver::Isolation) is asked for: there is one writer at
//!   a time. One that may write takes its place in the queue when it begins (`BEGIN IMMEDIATE`), so it never fails half
//!   way; a read-only one begins without a lock, refuses writes, and sees one state of a file all along.
//! - It needs a tokio runtime with its timer enabled, of any flavor.
mod cache;
mod connection;
mod dialect;
mod driver;
mod error;
mod keys;
mod monitor;
mod options;
mod pool;
mod raw;
mod session;
mod value;

pub use dialect::SqliteDialect;
pub use driver::SqliteDriver;
pub use error::SqliteError;
pub use options::{Access, Durability, SqliteOptions};
pub use sqlx::SqlitePool;
