//! The core of orm: models, associations, queries and statements, in the terms of no database.
//!
//! Programs use the `orm` crate; drivers use this one.
pub mod dialect;
pub mod driver;
pub mod error;
pub mod schema;
pub mod value;

pub use dialect::{Dialect, Features};
pub use error::{Constraint, Error, ErrorKind, Result};
