//! diesel-async.
pub mod postgres;
pub mod sqlite;
