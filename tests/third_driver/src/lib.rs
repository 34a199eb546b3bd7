//! A driver for a database that lies in the program's memory: an example of what a driver has to do.
//!
//! It is small, not complete. Of SQL it knows what reads and writes one table, without joins, subqueries and aggregates but
//! `COUNT(*)`; whatever else it is sent is [`ErrorKind::Unsupported`](orm_core::ErrorKind::Unsupported). Unique and required
//! columns are checked, foreign keys are not. One connection is out at a time, so transactions are serializable.
mod dialect;
mod driver;
mod sql;
mod store;

pub use dialect::MemoryDialect;
pub use driver::MemoryDriver;
