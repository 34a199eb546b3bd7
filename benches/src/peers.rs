//! Who takes part: one file per library, each written the way its own documentation does it.
pub mod diesel;
pub mod orm;
pub mod sea_orm;
pub mod sqlx;
pub mod tokio_postgres;

use std::path::Path;

use orm_bench_harness::data::{Database, POOL};
use orm_bench_harness::peer::Peer;
use orm_bench_harness::peers::raw::{InTask, Raw, Style};
use orm_bench_harness::peers::rusqlite::Rusqlite;
use orm_bench_harness::runtime::Flavor::{CurrentThread, MultiThread};

use self::sqlx::Checkout;

/// Everybody.
pub type Peers = Vec<Box<dyn Peer>>;

/// Everybody on SQLite, each with a database in memory; the first one is whom the others are compared with.
pub fn in_memory() -> Peers {
    let mut others: Peers = vec![
        Box::new(diesel::blocking::sqlite::Diesel::new(":memory:")),
        Box::new(diesel::asynchronous::sqlite::DieselAsync::new(CurrentThread, ":memory:")),
        Box::new(sqlx::sqlite::Sqlx::new((CurrentThread, Checkout::Once), "sqlite::memory:", 1)),
        Box::new(sqlx::sqlite::Sqlx::new((CurrentThread, Checkout::EachTime), "sqlite::memory:", 1)),
        Box::new(sea_orm::SeaOrm::new(CurrentThread, "sqlite::memory:", 1)),
    ];
    for peer in &mut others {
        peer.script(&Database::Sqlite.tables());
    }
    let mut all: Peers = vec![
        Box::new(Raw::new(Style::Returning)),
        Box::new(Raw::new(Style::Shared)),
        Box::new(InTask::new()),
        Box::new(Raw::new(Style::Silent)),
        Box::new(Raw::new(Style::RowByRow)),
        Box::new(orm::Orm::in_memory(CurrentThread)),
        Box::new(orm::Orm::in_memory(MultiThread)),
        Box::new(Rusqlite::new()),
    ];
    all.append(&mut others);
    all
}

/// Everybody on SQLite, with a pool over the same database in a file, which exists.
pub fn in_file(file: &Path) -> Peers {
    let path = file.display().to_string();
    let url = format!("sqlite:{path}");
    vec![
        Box::new(Rusqlite::pooled(file)),
        Box::new(orm::Orm::new(MultiThread, &format!("{url}?pool={POOL}"))),
        Box::new(diesel::blocking::sqlite::Diesel::pooled(&path)),
        Box::new(diesel::asynchronous::sqlite::DieselAsync::pooled(&path)),
        Box::new(sqlx::sqlite::Sqlx::new((MultiThread, Checkout::EachTime), &url, POOL)),
        Box::new(sea_orm::SeaOrm::new(MultiThread, &url, POOL)),
    ]
}

/// Everybody on PostgreSQL, on the same database in turn.
pub fn on_server(url: &str) -> Peers {
    vec![
        Box::new(tokio_postgres::TokioPostgres::new(CurrentThread, url)),
        Box::new(orm::Orm::new(CurrentThread, &with_pool(url, 1))),
        Box::new(diesel::blocking::postgres::Diesel::new(url)),
        Box::new(diesel::asynchronous::postgres::DieselAsync::new(CurrentThread, url)),
        Box::new(sqlx::postgres::Sqlx::new((CurrentThread, Checkout::Once), url, 1)),
        Box::new(sqlx::postgres::Sqlx::new((CurrentThread, Checkout::EachTime), url, 1)),
        Box::new(sea_orm::SeaOrm::new(CurrentThread, url, 1)),
        Box::new(orm_bench_toasty::Toasty::new(CurrentThread, url, 1)),
    ]
}

/// Everybody on PostgreSQL, with a pool.
pub fn on_server_pooled(url: &str) -> Peers {
    vec![
        Box::new(tokio_postgres::TokioPostgres::pooled(url)),
        Box::new(orm::Orm::new(MultiThread, &with_pool(url, POOL))),
        Box::new(diesel::blocking::postgres::Diesel::pooled(url)),
        Box::new(diesel::asynchronous::postgres::DieselAsync::pooled(url)),
        Box::new(sqlx::postgres::Sqlx::new((MultiThread, Checkout::EachTime), url, POOL)),
        Box::new(sea_orm::SeaOrm::new(MultiThread, url, POOL)),
        Box::new(orm_bench_toasty::Toasty::new(MultiThread, url, POOL)),
    ]
}

fn with_pool(url: &str, connections: usize) -> String {
    let sign = if url.contains('?') { '&' } else { '?' };
    format!("{url}{sign}pool={connections}")
}
