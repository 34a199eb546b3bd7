//! Prepared statements, their parameters, and results that are not read to the end.
use std::sync::Arc;

use orm_core::driver::{BoxFuture, Driver, Flow, Request, Row, RowSink};
use orm_core::value::{SqlType, Value};
use orm_core::{Error, ErrorKind, Result};
use orm_test_server::Database;

use crate::support::{connect, error_of, integer, request, rows, script, text, value, value_on};

crate::support::cases![
    one_text_takes_values_of_several_types,
    survives_a_change_of_the_schema,
    survives_the_loss_of_its_prepared_statements,
    keeps_no_more_statements_than_allowed,
    refuses_too_many_parameters,
    refuses_too_few_parameters,
    counts_changed_rows,
    goes_on_after_a_sink_that_stops,
    goes_on_after_a_sink_that_fails,
    goes_on_after_a_sink_that_panics,
    waits_for_a_sink_that_pauses,
];

/// Prepared once, the second value's eight bytes would be read as the first one's type.
async fn one_text_takes_values_of_several_types(database: &Database) -> Result<()> {
    let db = connect(database, "pool=1").await?;
    for _ in 0..2 {
        for given in [integer(1), Value::Double(1.5), Value::Timestamp(7), Value::Text("12345678".to_owned())]
        {
            assert_eq!(value(&db, "SELECT $1", vec![given.clone()]).await?, given);
        }
        let list = Value::List(SqlType::BigInt, vec![integer(1)]);
        assert_eq!(
            value(&db, "SELECT pg_typeof($1)::text", vec![list]).await?,
            Value::Text("bigint[]".to_owned())
        );
    }
    Ok(())
}

async fn survives_a_change_of_the_schema(database: &Database) -> Result<()> {
    let db = connect(database, "pool=1").await?;
    script(&db, "CREATE TABLE notes (id int4); INSERT INTO notes VALUES (1)").await?;
    assert_eq!(rows(&db, "SELECT * FROM notes", vec![]).await?, [vec![integer(1)]]);
    script(&db, "ALTER TABLE notes ALTER id TYPE text, ADD more boolean").await?;
    let expected = vec![Value::Text("1".to_owned()), Value::Null(SqlType::Text)];
    assert_eq!(rows(&db, "SELECT * FROM notes", vec![]).await?, [expected]);
    Ok(())
}

async fn survives_the_loss_of_its_prepared_statements(database: &Database) -> Result<()> {
    let db = connect(database, "pool=1").await?;
    assert_eq!(value(&db, "SELECT $1", vec![integer(1)]).await?, integer(1));
    script(&db, "DEALLOCATE ALL").await?;
    assert_eq!(value(&db, "SELECT $1", vec![integer(2)]).await?, integer(2));
    Ok(())
}

async fn keeps_no_more_statements_than_allowed(database: &Database) -> Result<()> {
    let db = connect(database, "pool=1&statement_cache=3").await?;
    for n in 0..10 {
        assert_eq!(value(&db, &format!("SELECT {n} + $1"), vec![integer(1)]).await?, integer(n + 1));
    }
    let mut connection = db.acquire().await?;
    let kept = value_on(&mut *connection, "SELECT count(*) FROM pg_prepared_statements").await?;
    assert_eq!(kept, integer(3));
    Ok(())
}

async fn refuses_too_many_parameters(database: &Database) -> Result<()> {
    let db = connect(database, "pool=1").await?;
    let marks: Vec<_> = (1..=65_535).map(|number| format!("(${number})")).collect();
    let sql = format!("SELECT count(*) FROM (VALUES {}) AS t", marks.join(","));
    let all = vec![integer(1); 65_535];
    assert_eq!(value(&db, &sql, all).await?, integer(65_535));
    let error = error_of(&db, &sql, vec![integer(1); 65_536]).await;
    assert_eq!(error.kind(), ErrorKind::InvalidInput);
    assert!(error.message().contains("65535"), "{error}");
    Ok(())
}

async fn refuses_too_few_parameters(database: &Database) -> Result<()> {
    let db = connect(database, "pool=1").await?;
    for arguments in [vec![], vec![integer(1)]] {
        let error = error_of(&db, "SELECT $1::int8 + $2::int8", arguments).await;
        assert_eq!(error.kind(), ErrorKind::InvalidInput, "{error}");
    }
    assert_eq!(value(&db, "SELECT 1", vec![]).await?, integer(1));
    Ok(())
}

async fn counts_changed_rows(database: &Database) -> Result<()> {
    let db = connect(database, "").await?;
    script(&db, "CREATE TABLE notes (id bigint)").await?;
    let affected = async |sql: &str| Ok(db.run(Request::new(text(sql), vec![])).await?.affected);
    assert_eq!(affected("INSERT INTO notes SELECT generate_series(1, 5)").await?, 5);
    assert_eq!(affected("UPDATE notes SET id = id + 1 WHERE id > 3").await?, 2);
    assert_eq!(affected("DELETE FROM notes WHERE id < 0").await?, 0);
    assert_eq!(affected("DELETE FROM notes RETURNING id").await?, 5);
    Ok::<_, Error>(())
}

/// Does one thing with the second row.
#[derive(Debug)]
struct Second {
    taken: u64,
    then: Then,
}

#[derive(Debug, Clone, Copy)]
enum Then {
    Stop,
    Fail,
    Panic,
    Pause,
    PanicLater,
}

impl RowSink for Second {
    fn row(&mut self, _row: &dyn Row) -> Result<Flow> {
        self.taken += 1;
        match self.then {
            _ if self.taken != 2 => Ok(Flow::More),
            Then::Stop => Ok(Flow::Stop),
            Then::Fail => Err(Error::new(ErrorKind::Decode, "the second row")),
            // Not by `panic!`, which would print what is meant to happen.
            Then::Panic => std::panic::resume_unwind(Box::new("the sink")),
            Then::Pause | Then::PanicLater => Ok(Flow::Pause),
        }
    }

    fn drain(&mut self) -> BoxFuture<'_, Flow> {
        let then = self.then;
        Box::pin(async move {
            tokio::task::yield_now().await;
            match then {
                Then::PanicLater => std::panic::resume_unwind(Box::new("the sink")),
                _ => Flow::More,
            }
        })
    }

    fn restart(&mut self) -> bool {
        false
    }

    fn taken(&self) -> u64 {
        self.taken
    }
}

fn second(then: Then, rows: i64) -> Request {
    let mut request = request("SELECT generate_series(1, $1)", vec![integer(rows)]);
    request.sink = Some(Box::new(Second { taken: 0, then }));
    request
}

async fn goes_on_after_a_sink_that_stops(database: &Database) -> Result<()> {
    let db = connect(database, "pool=1").await?;
    for rows in [3, 100_000] {
        let mut connection = db.acquire().await?;
        let outcome = connection.run(second(Then::Stop, rows)).await?;
        assert_eq!(outcome.sink.unwrap().taken(), 2);
        assert_eq!(value_on(&mut *connection, "SELECT 7").await?, integer(7));
        connection.run(second(Then::Stop, rows)).await?;
        drop(connection);
        assert_eq!(value(&db, "SELECT 8", vec![]).await?, integer(8));
    }
    Ok(())
}

async fn goes_on_after_a_sink_that_fails(database: &Database) -> Result<()> {
    let db = connect(database, "pool=1").await?;
    let error = db.run(second(Then::Fail, 10_000)).await.unwrap_err();
    assert_eq!(error.message(), "the second row");
    assert_eq!(value(&db, "SELECT 8", vec![]).await?, integer(8));
    Ok(())
}

/// It is not taken for a lie of the server's, whose panics inside of sqlx become errors.
async fn goes_on_after_a_sink_that_panics(database: &Database) -> Result<()> {
    let db = Arc::new(connect(database, "pool=1").await?);
    for then in [Then::Panic, Then::PanicLater] {
        let own = Arc::clone(&db);
        let panic =
            tokio::spawn(async move { own.run(second(then, 10_000)).await.map(drop) }).await.unwrap_err();
        assert_eq!(panic.into_panic().downcast_ref(), Some(&"the sink"));
        assert_eq!(value(&db, "SELECT 8", vec![]).await?, integer(8));
    }
    Ok(())
}

async fn waits_for_a_sink_that_pauses(database: &Database) -> Result<()> {
    let db = connect(database, "pool=1").await?;
    let outcome = db.run(second(Then::Pause, 10)).await?;
    assert_eq!(outcome.sink.unwrap().taken(), 10);
    Ok(())
}
