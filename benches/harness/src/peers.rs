//! Those whom everybody is compared with: SQLite's own functions, and rusqlite.
pub mod raw;
pub mod rusqlite;
