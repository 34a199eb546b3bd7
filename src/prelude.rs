//! What most programs need: `use orm::prelude::*;`.
pub use crate::{Db, Executor, Id, Model, Transaction};
pub use orm_core::builder::Builder;
pub use orm_core::schema::Schema;
pub use orm_core::schema;
#[cfg(feature = "sqlite")]
pub use crate::SqliteDb;
