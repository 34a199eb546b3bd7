//! diesel.
pub mod postgres;
pub mod sqlite;
