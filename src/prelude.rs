//! What most programs need: `use orm::prelude::*;`.
#[cfg(feature = "sqlite")]
pub use crate::SqliteDb;
pub use crate::builder::Builder;
pub use crate::query::{Predicate, Query};
pub use crate::schema::Schema;
pub use crate::{Db, Executor, Id, Model, Transaction, schema};
