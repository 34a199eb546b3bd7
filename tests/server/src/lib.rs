//! A private PostgreSQL server for tests: shared by all test processes, and gone soon after the last of them.
//!
//! `ORM_POSTGRES_URL` names a server to use instead; its user has to be allowed to create databases.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::missing_panics_doc,
    reason = "tests fail by panicking"
)]

mod database;
mod pooler;
mod server;
mod watchdog;

pub use database::Database;
pub use pooler::Pooler;
pub use server::Server;
