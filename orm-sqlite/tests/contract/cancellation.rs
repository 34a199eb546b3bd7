//! Futures dropped at every await: no transaction is left open, nothing is half written, and the connection goes on.
use std::future::{Future, poll_fn};
use std::pin::pin;
use std::task::Poll;
use std::time::Duration;

use orm_core::driver::{Driver, TransactionOptions};
use orm_sqlite::SqliteDriver;

use crate::support::{Cell, Directory, Rows, memory, number, request, rows, run_on, script, sink, unbounded};

const FILL: &str = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000) INSERT INTO t SELECT i FROM n";
const SLOW: &str = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000000) SELECT count(*) FROM n";

/// Polls a future this often, letting other tasks and threads run in between, and drops it.
async fn cancel_after<T>(polls: u32, future: impl Future<Output = T>) -> Option<T> {
    let mut future = pin!(future);
    for poll in 0..polls {
        if let Poll::Ready(output) = poll_fn(|context| Poll::Ready(future.as_mut().poll(context))).await {
            return Some(output);
        }
        if poll % 2 == 0 {
            tokio::task::yield_now().await
        } else {
            tokio::time::sleep(Duration::from_micros(200)).await
        }
    }
    None
}

async fn transfer(driver: &SqliteDriver) {
    let mut connection = driver.acquire().await.unwrap();
    connection.begin(&TransactionOptions::default()).await.unwrap();
    run_on(&mut *connection, "UPDATE accounts SET n = n - 1 WHERE id = 1").await.unwrap();
    connection.run(unbounded("UPDATE accounts SET n = n + 1 WHERE id = 2")).await.unwrap();
    connection.commit().await.unwrap();
}

/// All connections of the pool at once: none may be inside a transaction.
async fn check_pool(driver: &SqliteDriver, size: usize) {
    let mut connections = Vec::new();
    for _ in 0..size {
        connections.push(driver.acquire().await.unwrap());
    }
    for connection in &mut connections {
        // Fails inside a transaction.
        connection.begin(&TransactionOptions::default()).await.unwrap();
        connection.rollback().await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_transaction_is_all_or_nothing_wherever_it_is_dropped() {
    let directory = Directory::new();
    for driver in [
        SqliteDriver::open(directory.options().max_connections(2)).await.unwrap(),
        SqliteDriver::connect("sqlite::memory:?pool=2").await.unwrap(),
    ] {
        script(&driver, "CREATE TABLE accounts (id INTEGER PRIMARY KEY, n INT); INSERT INTO accounts VALUES (1, 0), (2, 0)").await;
        let mut finished = 0;
        for polls in (0..40).chain([100]) {
            finished += i64::from(cancel_after(polls, transfer(&driver)).await.is_some());
            check_pool(&driver, 2).await;
            assert_eq!(number(&driver, "SELECT sum(n) FROM accounts").await, 0, "after {polls} polls");
        }
        let done = number(&driver, "SELECT n FROM accounts WHERE id = 2").await;
        assert!(finished > 0 && done >= finished, "{done} {finished}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_dropped_write_took_effect_or_did_not() {
    let directory = Directory::new();
    let driver = SqliteDriver::open(directory.options().max_connections(2)).await.unwrap();
    script(&driver, "CREATE TABLE t (x)").await;
    for polls in 0..12 {
        cancel_after(polls, driver.run(unbounded(FILL))).await;
        check_pool(&driver, 2).await;
        assert_eq!(number(&driver, "SELECT count(*) FROM t").await % 20_000, 0);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_connection_goes_on_after_a_dropped_statement() {
    let driver = memory().await;
    script(&driver, "CREATE TABLE t (x)").await;
    let mut connection = driver.acquire().await.unwrap();
    connection.begin(&TransactionOptions::default()).await.unwrap();
    for polls in 1..6 {
        // A write inside the transaction is let finish: stopping it would take the transaction along.
        let written =
            cancel_after(polls, connection.run(unbounded("INSERT INTO t VALUES (1)"))).await.is_some();
        assert!(cancel_after(polls, connection.run(request(SLOW, vec![]))).await.is_none());
        let counted =
            sink::<Rows>(connection.run(request("SELECT count(*) FROM t", vec![])).await.unwrap()).rows;
        assert_eq!(counted[0][0], Cell::Integer(i64::from(polls)), "{written}");
    }
    connection.commit().await.unwrap();
    drop(connection);
    assert_eq!(number(&driver, "SELECT count(*) FROM t").await, 5);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_dropped_read_is_stopped() {
    let driver = SqliteDriver::connect("sqlite::memory:?pool=1&acquire_timeout=5000").await.unwrap();
    for polls in 1..4 {
        assert!(cancel_after(polls, driver.run(request(SLOW, vec![]))).await.is_none());
        // Some seconds of computing were left; the pool's only connection is back at once.
        assert_eq!(number(&driver, "SELECT 3").await, 3);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_dropped_wait_takes_no_seat_and_no_lock() {
    let driver = SqliteDriver::connect("sqlite::memory:?pool=2").await.unwrap();
    script(&driver, "CREATE TABLE t (x)").await;
    for polls in 0..10 {
        let mut held = driver.acquire().await.unwrap();
        held.begin(&TransactionOptions::default()).await.unwrap();
        // One waits for the writer, one for a connection.
        let insert = || rows(&driver, "INSERT INTO t VALUES (1)", vec![]);
        assert!(cancel_after(polls, async { tokio::join!(insert(), insert()) }).await.is_none());
    }
    check_pool(&driver, 2).await;
    assert_eq!(number(&driver, "SELECT count(*) FROM t").await, 0);
}

#[tokio::test]
async fn a_script_that_fails_inside_its_own_transaction_leaves_none() {
    let driver = SqliteDriver::connect("sqlite::memory:?pool=1").await.unwrap();
    let mut connection = driver.acquire().await.unwrap();
    connection.run_script("BEGIN; CREATE TABLE t (x); nonsense; COMMIT").await.unwrap_err();
    connection.begin(&TransactionOptions::default()).await.unwrap();
    connection.run_script("CREATE TABLE t (x); -- the last word\n").await.unwrap();
    connection.commit().await.unwrap();
    // A script that begins a transaction and stays in it is taken at its word, until the connection goes back.
    connection.run_script("BEGIN; INSERT INTO t VALUES (1)").await.unwrap();
    drop(connection);
    assert_eq!(number(&driver, "SELECT count(*) FROM t").await, 0);
}

#[tokio::test]
async fn a_sink_that_panics_costs_nothing_but_its_statement() {
    #[derive(Debug)]
    struct Panics;
    impl orm_core::driver::RowSink for Panics {
        fn row(&mut self, _: &dyn orm_core::driver::Row) -> orm_core::Result<orm_core::driver::Flow> {
            panic!("the sink's own panic")
        }
        fn restart(&mut self) -> bool {
            true
        }
    }
    let driver = std::sync::Arc::new(SqliteDriver::connect("sqlite::memory:?pool=1").await.unwrap());
    script(&driver, "CREATE TABLE t (x)").await;
    for sql in ["SELECT 1", "INSERT INTO t VALUES (1) RETURNING x"] {
        for mut request in [request(sql, vec![]), unbounded(sql)] {
            request.sink = Some(Box::new(Panics));
            let driver = driver.clone();
            let task = tokio::spawn(async move { driver.run(request).await });
            assert!(task.await.unwrap_err().is_panic(), "{sql}");
        }
    }
    assert_eq!(number(&driver, "SELECT count(*) FROM t").await, 2);
}
