//! What the cases have in common: statements, and sinks that keep what a row holds.
use std::any::Any;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use orm_core::driver::{Connection, Driver, Flow, Outcome, Request, Row, RowSink, Text};
use orm_core::value::{SqlType, Value, ValueRef};
use orm_core::{Error, ErrorKind, Result};
use orm_postgres::PostgresDriver;
use orm_test_server::Database;

pub(crate) type Case = for<'d> fn(&'d Database) -> Pin<Box<dyn Future<Output = Result<()>> + 'd>>;

/// Makes the list of a group's cases; one that is left out is dead code, so rustc reports it.
macro_rules! cases {
    ($($function:ident),+ $(,)?) => {
        pub(crate) const CASES: &[(&str, crate::support::Case)] =
            &[$((stringify!($function), |database| Box::pin($function(database)))),+];
    };
}
pub(crate) use cases;

pub(crate) async fn connect(database: &Database, option: &str) -> Result<PostgresDriver> {
    PostgresDriver::connect(&database.url(option)).await
}

pub(crate) fn text(sql: &str) -> Arc<Text> {
    Arc::new(Text { sql: sql.to_owned(), cached: true })
}

pub(crate) fn request(sql: &str, arguments: Vec<Value>) -> Request {
    let mut request = Request::new(text(sql), arguments);
    request.sink = Some(Box::new(Rows::default()));
    request
}

pub(crate) fn integer(value: i64) -> Value {
    Value::Integer(SqlType::BigInt, value)
}

/// Keeps all rows.
#[derive(Debug, Default)]
pub(crate) struct Rows(pub(crate) Vec<Vec<Value>>);

impl RowSink for Rows {
    fn row(&mut self, row: &dyn Row) -> Result<Flow> {
        let values =
            (0..row.len()).map(|index| row.get(index).map(ValueRef::to_value)).collect::<Result<_>>()?;
        self.0.push(values);
        Ok(Flow::More)
    }

    fn restart(&mut self) -> bool {
        self.0.clear();
        true
    }
}

pub(crate) fn rows_of(outcome: Outcome) -> Vec<Vec<Value>> {
    let sink: Box<dyn Any> = outcome.sink.expect("the request had a sink");
    sink.downcast::<Rows>().expect("the sink keeps rows").0
}

/// The rows of a statement on any connection.
pub(crate) async fn rows(
    driver: &PostgresDriver,
    sql: &str,
    arguments: Vec<Value>,
) -> Result<Vec<Vec<Value>>> {
    driver.run(request(sql, arguments)).await.map(rows_of)
}

/// The only value of a statement on any connection.
pub(crate) async fn value(driver: &PostgresDriver, sql: &str, arguments: Vec<Value>) -> Result<Value> {
    sole(rows(driver, sql, arguments).await?)
}

/// The only value of a statement on this connection.
pub(crate) async fn value_on(connection: &mut dyn Connection, sql: &str) -> Result<Value> {
    sole(connection.run(request(sql, Vec::new())).await.map(rows_of)?)
}

fn sole(rows: Vec<Vec<Value>>) -> Result<Value> {
    let value = rows.into_iter().next().and_then(|row| row.into_iter().next());
    value.ok_or_else(|| Error::new(ErrorKind::NotFound, "no row"))
}

/// Runs a script on a connection of its own.
pub(crate) async fn script(driver: &PostgresDriver, sql: &str) -> Result<()> {
    driver.acquire().await?.run_script(sql).await
}

/// The error that a statement has to end with.
pub(crate) async fn error_of(driver: &PostgresDriver, sql: &str, arguments: Vec<Value>) -> Error {
    rows(driver, sql, arguments).await.expect_err(sql)
}
