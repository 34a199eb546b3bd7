//! What most programs need: `use orm::prelude::*;`.
#[cfg(feature = "sqlite")]
pub use crate::SqliteDb;
pub use crate::{Db, Executor, Id, Model, Transaction};
pub use orm_core::builder::Builder;
pub use orm_core::schema;
pub use orm_core::schema::Schema;
