//! What the tables in documents say of the cases is true.
#![allow(clippy::unwrap_used, reason = "tests fail by panicking")]
#[path = "tables/behaviours.rs"]
mod behaviours;
#[path = "tables/oracle.rs"]
mod oracle;
