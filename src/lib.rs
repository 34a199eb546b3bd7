//! An async ORM whose associations are declared once, on plain structs, and checked by the compiler.
//!

#[doc(hidden)]
#[path = "private.rs"]
pub mod __private;
mod connect;
pub mod prelude;

#[cfg(feature = "sqlite")]
pub use connect::SqliteDb;
pub use connect::connect;
pub use orm_core::association::{self, NONE};
pub use orm_core::builder;
pub use orm_core::column;
pub use orm_core::driver::{Isolation, TransactionOptions};
pub use orm_core::load;
pub use orm_core::query;
pub use orm_core::schema;
#[cfg(feature = "json")]
pub use orm_core::value::Json;
pub use orm_core::value::{self, Id};
pub use orm_core::{Constraint, Db, Error, ErrorKind, Executor, Model, Pending, Result, Transaction, sql};

pub use orm_derive::{ColumnType, Model};

/// The SQLite driver, for what only SQLite has: options, native pools.
#[cfg(feature = "sqlite")]
pub use orm_sqlite as sqlite;
