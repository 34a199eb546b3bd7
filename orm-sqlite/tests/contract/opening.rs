//! URLs, files and memory, the pool, and sqlx's pools as a way in and out.
use std::time::Duration;

use orm_core::ErrorKind;
use orm_core::driver::{Driver, IntoDriver};
use orm_sqlite::{Access, SqliteDriver, SqliteOptions};
use sqlx::sqlite::SqlitePoolOptions;

use crate::support::{Directory, memory, number, rows, run_on, script};

async fn refusal(url: &str) -> orm_core::Error {
    SqliteDriver::connect(url).await.unwrap_err()
}

#[tokio::test]
async fn names_what_is_wrong_with_a_url() {
    for (url, part) in [
        ("postgres://x", "sqlite:"),
        ("sqlite:", "names no file"),
        ("sqlite:x.db?busy_timout=5", "did you mean `busy_timeout`?"),
        ("sqlite:x.db?zzzzzzzzzz=5", "known are `mode`"),
        ("sqlite:x.db?mode=wr", "`rwc`, `rw`, `ro` or `memory`"),
        ("sqlite:x.db?pool=0", "from 1 to"),
        ("sqlite:x.db?busy_timeout=soon", "milliseconds"),
        ("sqlite:x.db?synchronous=maybe", "`full`"),
    ] {
        let error = refusal(url).await;
        assert_eq!(error.kind(), ErrorKind::Configuration, "{url}");
        assert!(error.message().contains(part), "{url}: {error}");
    }
}

#[tokio::test]
async fn creates_a_missing_file_unless_told_otherwise() {
    let directory = Directory::new();
    let error = refusal(&directory.url("?mode=rw")).await;
    assert_eq!(error.kind(), ErrorKind::Connect);
    assert!(error.message().contains("test.db"), "{error}");
    let driver = SqliteDriver::connect(&directory.url("?mode=rwc&pool=2")).await.unwrap();
    script(&driver, "CREATE TABLE t (x); INSERT INTO t VALUES (1)").await;
    assert_eq!(
        rows(&driver, "PRAGMA journal_mode", vec![]).await.unwrap()[0],
        [crate::support::Cell::Text("wal".into())]
    );
    assert_eq!(number(&driver, "PRAGMA foreign_keys").await, 1);
    driver.close().await;
    assert_eq!(driver.acquire().await.unwrap_err().kind(), ErrorKind::ConnectionLost);
    let again = SqliteDriver::connect(&directory.url("?mode=rw")).await.unwrap();
    assert_eq!(number(&again, "SELECT count(*) FROM t").await, 1);
}

#[tokio::test]
async fn tells_a_missing_directory_and_a_file_that_is_no_database() {
    let directory = Directory::new();
    let missing = SqliteOptions::file(directory.0.join("none/x.db"));
    let error = SqliteDriver::open(missing).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Connect);
    assert!(error.message().contains("directory"), "{error}");
    let path = directory.0.join("letter.txt");
    std::fs::write(&path, "Dear Ada, this is a letter and no database at all. ".repeat(50)).unwrap();
    let error = SqliteDriver::open(SqliteOptions::file(path)).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Corrupt);
    assert!(error.message().contains("letter.txt"), "{error}");
}

#[tokio::test]
async fn opens_read_only() {
    let directory = Directory::new();
    let writer = SqliteDriver::open(directory.options()).await.unwrap();
    script(&writer, "CREATE TABLE t (x)").await;
    let reader = SqliteDriver::open(directory.options().access(Access::ReadOnly)).await.unwrap();
    assert_eq!(number(&reader, "SELECT count(*) FROM t").await, 0);
    let error = rows(&reader, "INSERT INTO t VALUES (1)", vec![]).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ReadOnly);
}

#[tokio::test]
async fn memory_is_shared_by_connections_and_survives_idleness() {
    let driver = memory().await;
    let mut first = driver.acquire().await.unwrap();
    let mut second = driver.acquire().await.unwrap();
    first.run_script("CREATE TABLE t (x); INSERT INTO t VALUES (1)").await.unwrap();
    assert_eq!(run_on(&mut *second, "UPDATE t SET x = 2").await.unwrap(), 1);
    drop((first, second));
    tokio::time::sleep(Duration::from_millis(20)).await;
    assert_eq!(number(&driver, "SELECT x FROM t").await, 2);
    assert!(rows(&memory().await, "SELECT x FROM t", vec![]).await.is_err());
    let named = SqliteDriver::connect("sqlite:shop?mode=memory").await.unwrap();
    script(&named, "CREATE TABLE t (x)").await;
    let same = SqliteDriver::connect("sqlite:shop?mode=memory").await.unwrap();
    assert_eq!(number(&same, "SELECT count(*) FROM t").await, 0);
}

#[tokio::test]
async fn names_the_pool_when_it_is_exhausted() {
    let options = SqliteOptions::memory().max_connections(2).acquire_timeout(Duration::from_millis(30));
    let driver = SqliteDriver::open(options).await.unwrap();
    let held = (driver.acquire().await.unwrap(), driver.acquire().await.unwrap());
    let error = driver.acquire().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::PoolTimeout);
    assert!(error.message().contains("pool's 2 connections"), "{error}");
    drop(held);
    assert!(driver.acquire().await.is_ok());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn serves_sixteen_tasks_with_four_connections() {
    let driver = std::sync::Arc::new(memory().await);
    let tasks = (0..16).map(|_| {
        let driver = driver.clone();
        tokio::spawn(async move {
            for _ in 0..100 {
                assert_eq!(number(&driver, "SELECT 5").await, 5);
                tokio::task::yield_now().await;
            }
        })
    });
    for task in tasks.collect::<Vec<_>>() {
        task.await.unwrap();
    }
}

#[tokio::test]
async fn goes_to_and_comes_from_sqlx() {
    let driver = memory().await;
    script(&driver, "CREATE TABLE t (x); INSERT INTO t VALUES (42)").await;
    let pool = driver.pool();
    let (x,): (i64,) = sqlx::query_as("SELECT x FROM t").fetch_one(&pool).await.unwrap();
    assert_eq!(x, 42);
    let theirs = sqlx::SqlitePool::connect("sqlite::memory:").await.unwrap();
    sqlx::query("CREATE TABLE u (x)").execute(&theirs).await.unwrap();
    let ours: SqliteDriver = theirs.into_driver();
    rows(&ours, "INSERT INTO u VALUES (1)", vec![]).await.unwrap();
    let (count,): (i64,) = sqlx::query_as("SELECT count(*) FROM u").fetch_one(&ours.pool()).await.unwrap();
    assert_eq!(count, 1);
    ours.close().await;
    assert!(ours.pool().is_closed());
}

#[tokio::test]
async fn refuses_a_pool_of_private_memories() {
    let options = sqlx::sqlite::SqliteConnectOptions::new();
    let pool = SqlitePoolOptions::new().max_connections(1).connect_with(options).await.unwrap();
    let driver: SqliteDriver = pool.into_driver();
    assert_eq!(driver.acquire().await.unwrap_err().kind(), ErrorKind::Configuration);
}

#[test]
fn answers_without_a_runtime() {
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    let mut opening = std::pin::pin!(SqliteDriver::connect("sqlite::memory:"));
    match opening.as_mut().poll(&mut context) {
        std::task::Poll::Ready(Err(error)) => assert_eq!(error.kind(), ErrorKind::Unsupported),
        other => panic!("{other:?}"),
    }
}
