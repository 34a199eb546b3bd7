//! x
#[doc(hidden)]
#[path = "private.rs"]
pub mod __private;
pub use orm_core::*;
pub use orm_derive::Model;
