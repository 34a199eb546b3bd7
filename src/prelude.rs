//! What most programs need: `use orm::prelude::*;`.
pub use crate::{Db, Executor, Id, Model, Transaction};
pub use orm_core::builder::Builder;
#[cfg(feature = "sqlite")]
pub use crate::SqliteDb;
