//! Futures that are dropped at any await.
use std::future::{Future, poll_fn};
use std::pin::pin;
use std::task::Poll;
use std::time::{Duration, Instant};

use orm_core::Result;
use orm_core::driver::{Driver, TransactionOptions};
use orm_core::value::Value;
use orm_test_server::Database;

use crate::support::{connect, integer, request, rows_of, script, value, value_on};

crate::support::cases![
    dropped_begin_leaves_no_transaction,
    dropped_commit_leaves_no_transaction,
    dropped_commit_is_decided_before_the_next_statement,
    dropped_statement_disturbs_no_other,
    dropped_statement_fails_no_other,
    dropped_transaction_is_rolled_back,
    statement_that_goes_on_for_long_is_stopped,
    dropped_write_is_decided_before_the_next_statement,
    connection_dropped_without_a_runtime_is_rolled_back,
    dropped_checkout_gives_its_seat_back,
];

/// Polls a future so many times, if it lasts so long, and drops it; says whether it did not last.
async fn drop_after<T>(polls: u32, future: impl Future<Output = T>) -> bool {
    let mut future = pin!(future);
    let mut left = polls;
    poll_fn(|context| {
        if left == 0 {
            return Poll::Ready(false);
        }
        left -= 1;
        match future.as_mut().poll(context) {
            Poll::Ready(_) => Poll::Ready(true),
            Poll::Pending if left == 0 => Poll::Ready(false),
            Poll::Pending => Poll::Pending,
        }
    })
    .await
}

/// sqlx issue 4393: the next borrower's write would be rolled back with the transaction that nobody knows of.
async fn dropped_begin_leaves_no_transaction(database: &Database) -> Result<()> {
    let (db, other) = (connect(database, "pool=1").await?, connect(database, "pool=1").await?);
    script(&db, "CREATE TABLE notes (id bigint)").await?;
    for id in 0..40 {
        let mut connection = db.acquire().await?;
        let options = TransactionOptions::default();
        drop_after(u32::try_from(id % 4).unwrap(), connection.begin(&options)).await;
        drop(connection);
        value(&db, "INSERT INTO notes VALUES ($1) RETURNING id", vec![integer(id)]).await?;
        // What the next borrower does must not hide the loss.
        drop(db.acquire().await?);
        let seen = value(&other, "SELECT count(*) FROM notes WHERE id = $1", vec![integer(id)]).await?;
        assert_eq!(seen, integer(1), "the write after begin number {id} is lost");
    }
    Ok(())
}

async fn dropped_commit_leaves_no_transaction(database: &Database) -> Result<()> {
    let (db, other) = (connect(database, "pool=1").await?, connect(database, "pool=1").await?);
    script(&db, "CREATE TABLE notes (id bigint)").await?;
    for id in 0..20 {
        let mut connection = db.acquire().await?;
        connection.begin(&TransactionOptions::default()).await?;
        connection.run(request("INSERT INTO notes VALUES ($1)", vec![integer(-1)])).await?;
        let over = drop_after(u32::try_from(id % 3).unwrap(), connection.commit()).await;
        drop(connection);
        value(&db, "INSERT INTO notes VALUES ($1) RETURNING id", vec![integer(id)]).await?;
        let seen = value(&other, "SELECT count(*) FROM notes WHERE id = $1", vec![integer(id)]).await?;
        assert_eq!(seen, integer(1), "over: {over}");
    }
    Ok(())
}

/// On any connection of the pool: a program that gave a transaction up can look whether it was stored.
async fn dropped_commit_is_decided_before_the_next_statement(database: &Database) -> Result<()> {
    let db = connect(database, "pool=4").await?;
    script(&db, "CREATE TABLE notes (id bigint)").await?;
    // A second connection stands by.
    drop((db.acquire().await?, db.acquire().await?));
    for polls in 0..40 {
        let mut connection = db.acquire().await?;
        connection.begin(&TransactionOptions::default()).await?;
        connection.run(request("INSERT INTO notes VALUES (1)", vec![])).await?;
        drop_after(polls % 3, connection.commit()).await;
        drop(connection);
        let count = value(&db, "SELECT count(*) FROM notes", vec![]).await?;
        tokio::time::sleep(Duration::from_millis(5)).await;
        assert_eq!(value(&db, "SELECT count(*) FROM notes", vec![]).await?, count, "{polls}");
    }
    Ok(())
}

async fn dropped_statement_disturbs_no_other(database: &Database) -> Result<()> {
    let db = connect(database, "pool=1").await?;
    script(&db, "CREATE TABLE notes (id bigint); INSERT INTO notes SELECT generate_series(1, 5000)").await?;
    for polls in 0..12 {
        for (at, sql) in
            ["SELECT id FROM notes WHERE id > $1", "INSERT INTO notes VALUES ($1)"].iter().enumerate()
        {
            // A new text each time: the preparation is dropped, too.
            let sql = format!("{sql} -- {polls}");
            drop_after(polls, db.run(request(&sql, vec![integer(0)]))).await;
            let expected = integer(i64::from(polls) * 10 + i64::try_from(at).unwrap());
            assert_eq!(value(&db, "SELECT $1", vec![expected.clone()]).await?, expected);
            assert!(db.run(request(&sql, vec![integer(0)])).await.is_ok());
        }
    }
    Ok(())
}

async fn dropped_statement_fails_no_other(database: &Database) -> Result<()> {
    let db = connect(database, "pool=1").await?;
    for polls in 0..6 {
        let mut connection = db.acquire().await?;
        drop_after(polls, connection.run(request("SELECT 1 / $1", vec![integer(0)]))).await;
        assert_eq!(value_on(&mut *connection, "SELECT 7").await?, integer(7));
        connection.begin(&TransactionOptions::default()).await?;
        let lasted = !drop_after(polls, connection.run(request("SELECT 1 / $1", vec![integer(0)]))).await;
        let committed = connection.commit().await;
        // Not yet sent, or known to have failed; never a commit that PostgreSQL turns into a rollback.
        assert!(committed.is_err() || lasted, "{polls}");
    }
    Ok(())
}

async fn dropped_transaction_is_rolled_back(database: &Database) -> Result<()> {
    let db = connect(database, "pool=1").await?;
    script(&db, "CREATE TABLE notes (id bigint)").await?;
    let mut connection = db.acquire().await?;
    connection.begin(&TransactionOptions::default()).await?;
    connection.run(request("INSERT INTO notes VALUES (1)", vec![])).await?;
    drop(connection);
    assert_eq!(value(&db, "SELECT count(*) FROM notes", vec![]).await?, integer(0));
    Ok(())
}

/// Not only is its seat free again: the server stops as well, and the connection is kept.
async fn statement_that_goes_on_for_long_is_stopped(database: &Database) -> Result<()> {
    let (db, other) = (connect(database, "pool=1").await?, connect(database, "pool=1").await?);
    let process = value(&db, "SELECT pg_backend_pid()::int8", vec![]).await?;
    let active = "SELECT count(*) FROM pg_stat_activity WHERE pid = $1 AND state = 'active'";
    let begin = Instant::now();
    let slept =
        tokio::time::timeout(Duration::from_millis(50), db.run(request("SELECT pg_sleep(30)", vec![])));
    assert!(slept.await.is_err());
    assert_eq!(value(&other, active, vec![process.clone()]).await?, integer(1), "it goes on at first");
    assert_eq!(value(&db, "SELECT pg_backend_pid()::int8", vec![]).await?, process, "the connection is kept");
    assert_eq!(value(&other, active, vec![process.clone()]).await?, integer(0));

    let mut connection = db.acquire().await?;
    connection.begin(&TransactionOptions::default()).await?;
    let sleep = connection.run(request("SELECT pg_sleep(30)", vec![]));
    assert!(tokio::time::timeout(Duration::from_millis(50), sleep).await.is_err());
    drop(connection);
    assert_eq!(value(&db, "SELECT pg_backend_pid()::int8", vec![]).await?, process, "and rolled back");
    assert!(begin.elapsed() < Duration::from_secs(10), "{:?}", begin.elapsed());
    Ok(())
}

async fn dropped_write_is_decided_before_the_next_statement(database: &Database) -> Result<()> {
    let (db, other) = (connect(database, "pool=4").await?, connect(database, "pool=1").await?);
    script(&db, "CREATE TABLE notes (id bigint)").await?;
    // A second connection stands by.
    drop((db.acquire().await?, db.acquire().await?));
    // Some end in time, some are stopped.
    let slowly = "INSERT INTO notes SELECT 1 FROM pg_sleep($1)";
    for seconds in [0.01, 0.02, 0.05, 0.09, 0.11, 0.15, 30.0] {
        let write = db.run(request(slowly, vec![Value::Double(seconds)]));
        drop_after(3, tokio::time::timeout(Duration::from_millis(5), write)).await;
        let count = value(&db, "SELECT count(*) FROM notes", vec![]).await?;
        // Whatever still ran would be waited for.
        script(&other, "BEGIN; LOCK notes; COMMIT").await?;
        assert_eq!(value(&other, "SELECT count(*) FROM notes", vec![]).await?, count, "{seconds}");
    }
    Ok(())
}

async fn connection_dropped_without_a_runtime_is_rolled_back(database: &Database) -> Result<()> {
    let db = connect(database, "pool=1").await?;
    script(&db, "CREATE TABLE notes (id bigint)").await?;
    let mut connection = db.acquire().await?;
    connection.begin(&TransactionOptions::default()).await?;
    connection.run(request("INSERT INTO notes VALUES (1)", vec![])).await?;
    std::thread::spawn(move || drop(connection)).join().unwrap();
    value(&db, "INSERT INTO notes VALUES (2) RETURNING id", vec![]).await?;
    let ids = rows_of(db.run(request("SELECT id FROM notes", vec![])).await?);
    assert_eq!(ids, [vec![integer(2)]]);
    Ok(())
}

async fn dropped_checkout_gives_its_seat_back(database: &Database) -> Result<()> {
    let db = connect(database, "pool=1&acquire_timeout=2000").await?;
    let connection = db.acquire().await?;
    for polls in 0..3 {
        drop_after(polls, db.acquire()).await;
    }
    drop(connection);
    for _ in 0..3 {
        assert_eq!(value(&db, "SELECT true", vec![]).await?, Value::Bool(true));
    }
    Ok(())
}
