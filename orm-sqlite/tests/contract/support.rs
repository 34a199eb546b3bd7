//! What the tests share: a sink that keeps its rows, short ways to run statements, a directory that goes away.
use std::any::Any;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use orm_core::Result;
use orm_core::driver::{Connection, Driver, Effort, Flow, Outcome, Request, Row, RowSink, Text};
use orm_core::value::{SqlType, Value, ValueRef};
use orm_sqlite::{SqliteDriver, SqliteOptions};

/// A cell, owned.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Cell {
    Null,
    Integer(i64),
    Real(f64),
    Text(String),
    Bytes(Vec<u8>),
}

impl From<ValueRef<'_>> for Cell {
    fn from(value: ValueRef<'_>) -> Self {
        match value {
            ValueRef::Integer(value) => Self::Integer(value),
            ValueRef::Real(value) => Self::Real(value),
            ValueRef::Text(value) => Self::Text(value.to_owned()),
            ValueRef::Bytes(value) => Self::Bytes(value.to_vec()),
            ValueRef::Null => Self::Null,
            other => panic!("SQLite has no {other}"),
        }
    }
}

/// Keeps all rows, and counts how often it had to begin again.
#[derive(Debug, Default)]
pub(crate) struct Rows {
    pub(crate) rows: Vec<Vec<Cell>>,
    pub(crate) restarts: u32,
}

impl RowSink for Rows {
    fn row(&mut self, row: &dyn Row) -> Result<Flow> {
        let cells = (0..row.len()).map(|at| row.get(at).map(Cell::from)).collect::<Result<_>>()?;
        self.rows.push(cells);
        Ok(Flow::More)
    }

    fn restart(&mut self) -> bool {
        self.rows.clear();
        self.restarts += 1;
        true
    }
}

pub(crate) fn text(sql: &str) -> Arc<Text> {
    Arc::new(Text { sql: sql.to_owned(), cached: true })
}

pub(crate) fn request(sql: &str, arguments: Vec<Value>) -> Request {
    let mut request = Request::new(text(sql), arguments);
    request.sink = Some(Box::new(Rows::default()));
    request
}

pub(crate) fn unbounded(sql: &str) -> Request {
    let mut request = request(sql, Vec::new());
    request.effort = Effort::Unbounded;
    request
}

/// The sink of an outcome, as what it was.
pub(crate) fn sink<S: RowSink>(outcome: Outcome) -> Box<S> {
    let sink: Box<dyn Any> = outcome.sink.unwrap();
    sink.downcast().unwrap()
}

pub(crate) async fn rows(driver: &SqliteDriver, sql: &str, arguments: Vec<Value>) -> Result<Vec<Vec<Cell>>> {
    Ok(sink::<Rows>(driver.run(request(sql, arguments)).await?).rows)
}

/// The one integer that a query gives.
pub(crate) async fn number(driver: &SqliteDriver, sql: &str) -> i64 {
    match rows(driver, sql, Vec::new()).await.unwrap()[0][0] {
        Cell::Integer(number) => number,
        ref other => panic!("no integer: {other:?}"),
    }
}

pub(crate) async fn run_on(connection: &mut dyn Connection, sql: &str) -> Result<u64> {
    Ok(connection.run(request(sql, Vec::new())).await?.affected)
}

pub(crate) async fn script(driver: &SqliteDriver, sql: &str) {
    driver.acquire().await.unwrap().run_script(sql).await.unwrap();
}

pub(crate) fn integer(value: i64) -> Value {
    Value::Integer(SqlType::BigInt, value)
}

pub(crate) async fn memory() -> SqliteDriver {
    SqliteDriver::connect("sqlite::memory:").await.unwrap()
}

/// A directory that is removed when the test is over.
#[derive(Debug)]
pub(crate) struct Directory(pub(crate) PathBuf);

impl Directory {
    pub(crate) fn new() -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!("orm-sqlite-{}-{number}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    pub(crate) fn options(&self) -> SqliteOptions {
        SqliteOptions::file(self.0.join("test.db"))
    }

    pub(crate) fn url(&self, query: &str) -> String {
        format!("sqlite://{}{query}", self.0.join("test.db").display())
    }
}

impl Drop for Directory {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
