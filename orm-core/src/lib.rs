//! The core of orm: models, associations, queries and statements, in the terms of no database.
//!
//! Programs use the `orm` crate; drivers use this one.
pub mod association;
pub mod builder;
pub mod column;
mod db;
pub mod dialect;
pub mod driver;
pub mod error;
#[doc(hidden)]
pub mod expansion;
mod explain;
pub mod load;
pub mod model;
pub mod nested;
pub mod query;
pub mod render;
mod repetition;
pub mod schema;
mod session;
pub mod statement;
mod store;
mod transaction;
pub mod value;

pub use db::Db;
pub use dialect::{Dialect, Features, Limit};
pub use error::{Constraint, Error, ErrorKind, Result};
pub use model::Model;
pub use query::sql;
pub use session::{Executor, Pending, Session};
pub use transaction::Transaction;
