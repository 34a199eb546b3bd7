//! How much memory a process takes that loads many rows: one process for each peer.
use std::process::Command;

use orm_bench_harness::data::{self, Database};
use orm_bench_harness::measure::peak;
use orm_bench_harness::peer::{Peer, Work};
use orm_bench_harness::peers::rusqlite::Rusqlite;
use orm_bench_harness::runtime::Flavor::CurrentThread;
use serde::{Deserialize, Serialize};

use crate::peers::sqlx::Checkout;
use crate::peers::{diesel, orm, sea_orm, sqlx, tokio_postgres};
use crate::runs::{OnServer, temporary};
use crate::toasty;

/// How many rows are loaded.
pub const ROWS: usize = 100_000;

/// What one process took.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Memory {
    pub database: String,
    pub peer: String,
    /// The most that it held once it was connected, in bytes.
    pub before: u64,
    /// The most that it held once the rows were loaded, in bytes.
    pub peak: u64,
}

const ON_SQLITE: &[&str] = &["rusqlite", "orm", "diesel", "diesel-async", "sqlx", "sea-orm", "toasty"];
const ON_POSTGRES: &[&str] =
    &["tokio-postgres", "orm", "diesel", "diesel-async", "sqlx", "sea-orm", "toasty"];

/// Measures everybody.
///
/// # Panics
///
/// If a database cannot be filled, or a process fails.
#[must_use]
pub fn measure() -> Vec<Memory> {
    let file = temporary("memory");
    Rusqlite::create(file.path());
    Rusqlite::pooled(file.path()).script(&data::people(ROWS));
    let server = OnServer::new();
    tokio_postgres::TokioPostgres::new(CurrentThread, server.url()).script(&data::people(ROWS));
    let path = file.path().display().to_string();
    let mut all = Vec::new();
    for peer in ON_SQLITE {
        eprintln!("memory of {peer} on SQLite …");
        let take = |load| match *peer {
            "toasty" => toasty::memory(file.path(), load),
            _ => run(peer, &path, load),
        };
        let (before, peak) = (take(false), take(true));
        all.push(Memory { database: "SQLite".to_owned(), peer: (*peer).to_owned(), before, peak });
    }
    for peer in ON_POSTGRES {
        eprintln!("memory of {peer} on PostgreSQL …");
        let (before, peak) = (run(peer, server.url(), false), run(peer, server.url(), true));
        all.push(Memory { database: "PostgreSQL".to_owned(), peer: (*peer).to_owned(), before, peak });
    }
    all
}

fn run(peer: &str, place: &str, load: bool) -> u64 {
    let program = std::env::current_exe().expect("this program is a file");
    let output = Command::new(program).args(["memory-of", peer, place, &load.to_string()]).output();
    let output = output.expect("this program runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).trim().parse().expect("it writes a number")
}

/// What such a process does: connects, loads if it has to, and gives the most memory that it held.
///
/// # Panics
///
/// If it cannot.
#[must_use]
pub fn of(peer: &str, place: &str, load: bool) -> u64 {
    let mut peer = open(peer, place);
    if load {
        peer.work(Work::Load, 1);
    }
    peak()
}

fn open(peer: &str, place: &str) -> Box<dyn Peer> {
    let database = if place.starts_with("postgres") { Database::Postgres } else { Database::Sqlite };
    let url = if database == Database::Sqlite { format!("sqlite:{place}") } else { place.to_owned() };
    match (peer, database) {
        ("rusqlite", _) => Box::new(Rusqlite::pooled(place.as_ref())),
        ("tokio-postgres", _) => Box::new(tokio_postgres::TokioPostgres::new(CurrentThread, place)),
        ("orm", _) => Box::new(orm::Orm::new(CurrentThread, &url)),
        ("diesel", Database::Sqlite) => Box::new(diesel::blocking::sqlite::Diesel::new(place)),
        ("diesel", Database::Postgres) => Box::new(diesel::blocking::postgres::Diesel::new(place)),
        ("diesel-async", Database::Sqlite) => {
            Box::new(diesel::asynchronous::sqlite::DieselAsync::new(CurrentThread, place))
        }
        ("diesel-async", Database::Postgres) => {
            Box::new(diesel::asynchronous::postgres::DieselAsync::new(CurrentThread, place))
        }
        ("sqlx", Database::Sqlite) => {
            Box::new(sqlx::sqlite::Sqlx::new((CurrentThread, Checkout::Once), &url, 1))
        }
        ("sqlx", Database::Postgres) => {
            Box::new(sqlx::postgres::Sqlx::new((CurrentThread, Checkout::Once), &url, 1))
        }
        ("sea-orm", _) => Box::new(sea_orm::SeaOrm::new(CurrentThread, &url, 1)),
        ("toasty", Database::Postgres) => Box::new(orm_bench_toasty::Toasty::new(CurrentThread, place, 1)),
        _ => panic!("nobody is called {peer}"),
    }
}
