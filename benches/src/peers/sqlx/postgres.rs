//! On PostgreSQL.
use orm_bench_harness::data::Database;
use sqlx::postgres::{PgPool, PgPoolOptions};
use sqlx::{PgConnection, Postgres, Result};

type Native = Postgres;
type Connection = PgConnection;
type Pool = PgPool;
type Options = PgPoolOptions;
const HERE: Database = Database::Postgres;
const BEGIN: &str = "BEGIN";

fn keys_of(keys: impl Iterator<Item = i64>) -> Vec<i64> {
    keys.collect()
}

async fn insert_person(db: &mut Connection, name: &str, hair_color: Option<&str>) -> Result<i64> {
    let insert = sqlx::query_scalar("INSERT INTO people (name, hair_color) VALUES ($1, $2) RETURNING id");
    insert.bind(name).bind(hair_color).fetch_one(db).await
}

#[path = "body.rs"]
mod body;
pub use body::Sqlx;
