//! The core of orm: models, associations, queries and statements, in the terms of no database.
//!
//! Programs use the `orm` crate; drivers use this one.
pub mod association;
pub mod builder;
pub mod dialect;
pub mod driver;
pub mod error;
pub mod model;
pub mod schema;
pub mod statement;
pub mod value;

pub use dialect::{Dialect, Features};
pub use error::{Constraint, Error, ErrorKind, Result};
pub use model::Model;
