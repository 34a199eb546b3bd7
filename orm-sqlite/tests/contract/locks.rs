//! Several connections that want the same lock: they queue, and nobody fails who could have waited.
use std::sync::Arc;
use std::time::{Duration, Instant};

use orm_core::driver::{Driver, TransactionOptions};
use orm_core::{ErrorKind, Result};
use orm_sqlite::{SqliteDriver, SqliteOptions};

use crate::support::{Cell, Directory, Rows, memory, number, request, rows, run_on, script, sink};

/// Reads a counter and writes it back, increased, in one transaction.
async fn increase(driver: &SqliteDriver) -> Result<()> {
    let mut connection = driver.acquire().await?;
    connection.begin(&TransactionOptions::default()).await?;
    let read = sink::<Rows>(connection.run(request("SELECT n FROM counter", vec![])).await?).rows;
    tokio::task::yield_now().await;
    let Cell::Integer(n) = read[0][0] else { panic!("no counter") };
    connection.run(request("UPDATE counter SET n = ?1", vec![crate::support::integer(n + 1)])).await?;
    connection.commit().await
}

async fn contend(drivers: [Arc<SqliteDriver>; 2]) {
    script(&drivers[0], "CREATE TABLE counter (n INT); INSERT INTO counter VALUES (0)").await;
    let tasks = (0..8).map(|task| {
        let driver = Arc::clone(&drivers[task % 2]);
        tokio::spawn(async move {
            for _ in 0..50 {
                increase(&driver).await.unwrap();
            }
        })
    });
    for task in tasks.collect::<Vec<_>>() {
        task.await.unwrap();
    }
    assert_eq!(number(&drivers[0], "SELECT n FROM counter").await, 400);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn transactions_of_one_driver_queue() {
    let directory = Directory::new();
    let file = Arc::new(SqliteDriver::open(directory.options()).await.unwrap());
    contend([file.clone(), file]).await;
    let memory = Arc::new(memory().await);
    contend([memory.clone(), memory]).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn transactions_of_two_drivers_wait_for_each_other() {
    let directory = Directory::new();
    let patient = || directory.options().busy_timeout(Duration::from_secs(30));
    let first = SqliteDriver::open(patient()).await.unwrap();
    let second = SqliteDriver::open(patient()).await.unwrap();
    contend([Arc::new(first), Arc::new(second)]).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn readers_and_writers_of_a_memory_wait_for_each_other() {
    let driver = Arc::new(memory().await);
    script(&driver, "CREATE TABLE counter (n INT); INSERT INTO counter VALUES (0)").await;
    let tasks = (0..8).map(|task| {
        let driver = Arc::clone(&driver);
        tokio::spawn(async move {
            for _ in 0..50 {
                if task % 2 == 0 {
                    increase(&driver).await.unwrap()
                } else {
                    number(&driver, "SELECT n FROM counter").await;
                }
                rows(&driver, "UPDATE counter SET n = n + 1", vec![]).await.unwrap();
            }
        })
    });
    for task in tasks.collect::<Vec<_>>() {
        task.await.unwrap();
    }
    assert_eq!(number(&driver, "SELECT n FROM counter").await, 600);
}

#[tokio::test]
async fn gives_up_after_the_busy_timeout() {
    let directory = Directory::new();
    let impatient = || directory.options().busy_timeout(Duration::from_millis(60));
    let driver = SqliteDriver::open(impatient()).await.unwrap();
    let other = SqliteDriver::open(impatient()).await.unwrap();
    script(&driver, "CREATE TABLE t (x)").await;
    let mut holder = driver.acquire().await.unwrap();
    holder.begin(&TransactionOptions::default()).await.unwrap();
    for waiting in [&driver, &other] {
        let start = Instant::now();
        let error = rows(waiting, "INSERT INTO t VALUES (1)", vec![]).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Busy);
        assert!(error.message().contains("busy_timeout"), "{error}");
        assert!(start.elapsed() >= Duration::from_millis(55), "{:?}", start.elapsed());
        // Readers of a file do not wait at all.
        assert_eq!(number(waiting, "SELECT count(*) FROM t").await, 0);
    }
    run_on(&mut *holder, "INSERT INTO t VALUES (1)").await.unwrap();
    holder.commit().await.unwrap();
    assert_eq!(number(&other, "SELECT count(*) FROM t").await, 1);
}

#[tokio::test]
async fn a_stale_snapshot_is_a_serialization_failure() {
    let directory = Directory::new();
    let driver = SqliteDriver::open(directory.options()).await.unwrap();
    script(&driver, "CREATE TABLE t (x)").await;
    let mut stale = driver.acquire().await.unwrap();
    run_on(&mut *stale, "BEGIN").await.unwrap();
    run_on(&mut *stale, "SELECT * FROM t").await.unwrap();
    rows(&driver, "INSERT INTO t VALUES (1)", vec![]).await.unwrap();
    let error = run_on(&mut *stale, "INSERT INTO t VALUES (2)").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Serialization);
    drop(stale);
    assert_eq!(number(&driver, "SELECT count(*) FROM t").await, 1);
}

#[tokio::test]
async fn savepoints_and_raw_transactions_let_the_writer_go() {
    let options = SqliteOptions::memory().busy_timeout(Duration::from_millis(50));
    let driver = SqliteDriver::open(options).await.unwrap();
    script(&driver, "CREATE TABLE t (x)").await;
    let mut connection = driver.acquire().await.unwrap();
    for sql in ["BEGIN IMMEDIATE", "SAVEPOINT a", "INSERT INTO t VALUES (1)", "RELEASE a", "COMMIT"] {
        run_on(&mut *connection, sql).await.unwrap();
    }
    rows(&driver, "INSERT INTO t VALUES (2)", vec![]).await.unwrap();
    run_on(&mut *connection, "BEGIN").await.unwrap();
    run_on(&mut *connection, "INSERT INTO t VALUES (3)").await.unwrap();
    let error = rows(&driver, "INSERT INTO t VALUES (4)", vec![]).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Busy);
    // Dropped inside a transaction, it is rolled back, and others may write.
    drop(connection);
    rows(&driver, "INSERT INTO t VALUES (5)", vec![]).await.unwrap();
    assert_eq!(number(&driver, "SELECT count(*) FROM t").await, 3);
}

#[tokio::test]
async fn a_new_connection_to_a_memory_waits_for_its_writer() {
    let options = SqliteOptions::memory().busy_timeout(Duration::from_secs(1));
    let driver = SqliteDriver::open(options).await.unwrap();
    script(&driver, "CREATE TABLE t (x)").await;
    let mut writer = driver.acquire().await.unwrap();
    writer.begin(&TransactionOptions::default()).await.unwrap();
    run_on(&mut *writer, "INSERT INTO t VALUES (1)").await.unwrap();
    // This one opens a connection and reads the schema, both while the other writes.
    let read = async { number(&driver, "SELECT count(*) FROM t").await };
    let commit = async {
        tokio::time::sleep(Duration::from_millis(20)).await;
        writer.commit().await.unwrap();
    };
    assert_eq!(tokio::join!(read, commit).0, 1);
    writer.begin(&TransactionOptions::default()).await.unwrap();
    let error = rows(&driver, "SELECT x FROM t", vec![]).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Busy);
}

#[tokio::test]
async fn a_commit_to_memory_waits_for_readers() {
    let driver = memory().await;
    script(&driver, "CREATE TABLE t (x)").await;
    let mut reader = driver.acquire().await.unwrap();
    let mut writer = driver.acquire().await.unwrap();
    run_on(&mut *reader, "BEGIN").await.unwrap();
    run_on(&mut *reader, "SELECT * FROM t").await.unwrap();
    writer.begin(&TransactionOptions::default()).await.unwrap();
    run_on(&mut *writer, "INSERT INTO t VALUES (1)").await.unwrap();
    let leave = async {
        tokio::time::sleep(Duration::from_millis(20)).await;
        run_on(&mut *reader, "COMMIT").await.unwrap();
    };
    tokio::join!(async { writer.commit().await.unwrap() }, leave);
    assert_eq!(number(&driver, "SELECT count(*) FROM t").await, 1);
    // The same for a write that commits by itself.
    run_on(&mut *reader, "BEGIN").await.unwrap();
    run_on(&mut *reader, "SELECT * FROM t").await.unwrap();
    let leave = async {
        tokio::time::sleep(Duration::from_millis(20)).await;
        run_on(&mut *reader, "COMMIT").await.unwrap();
    };
    let insert = async { run_on(&mut *writer, "INSERT INTO t VALUES (2)").await.unwrap() };
    assert_eq!(tokio::join!(insert, leave).0, 1);
    assert_eq!(number(&driver, "SELECT count(*) FROM t").await, 2);
}
