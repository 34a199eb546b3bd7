//! On SQLite.
use orm_bench_harness::data::Database;
use sqlx::sqlite::{SqlitePool, SqlitePoolOptions};
use sqlx::{Result, Sqlite, SqliteConnection};

type Native = Sqlite;
type Connection = SqliteConnection;
type Pool = SqlitePool;
type Options = SqlitePoolOptions;
const HERE: Database = Database::Sqlite;
const BEGIN: &str = "BEGIN IMMEDIATE";

fn keys_of(keys: impl Iterator<Item = i64>) -> String {
    orm_bench_harness::rows::json(keys)
}

async fn insert_person(db: &mut Connection, name: &str, hair_color: Option<&str>) -> Result<i64> {
    let insert = sqlx::query("INSERT INTO people (name, hair_color) VALUES ($1, $2)");
    Ok(insert.bind(name).bind(hair_color).execute(db).await?.last_insert_rowid())
}

#[path = "body.rs"]
mod body;
pub use body::Sqlx;
