//! Checking out, waiting, closing, and the ways to and from sqlx's pool.
use std::sync::Arc;
use std::time::{Duration, Instant};

use orm_core::driver::{Driver, IntoDriver as _};
use orm_core::{ErrorKind, Result};
use orm_postgres::{PgPool, PostgresDriver};
use orm_test_server::Database;

use crate::support::{connect, error_of, integer, rows, script, value};

crate::support::cases![
    exhausted_pool_is_an_error_in_time,
    opens_no_more_than_its_share,
    closed_pool_is_an_error,
    says_what_is_wrong_with_the_way_to_the_server,
    closes_connections_that_nobody_needs,
    goes_to_a_pool_of_sqlx_and_back,
];

async fn exhausted_pool_is_an_error_in_time(database: &Database) -> Result<()> {
    let db = connect(database, "pool=2&acquire_timeout=3000").await?;
    let held = (db.acquire().await?, db.acquire().await?);
    let begin = Instant::now();
    let error = error_of(&db, "SELECT 1", vec![]).await;
    assert_eq!(error.kind(), ErrorKind::PoolTimeout);
    assert!((3000..9000).contains(&begin.elapsed().as_millis()), "{:?}", begin.elapsed());
    drop(held);
    assert_eq!(value(&db, "SELECT 1", vec![]).await?, integer(1));
    Ok(())
}

async fn opens_no_more_than_its_share(database: &Database) -> Result<()> {
    let db = Arc::new(connect(database, "pool=3").await?);
    let tasks: Vec<_> = (0..16)
        .map(|task| {
            let db = Arc::clone(&db);
            tokio::spawn(async move {
                for _ in 0..20 {
                    assert_eq!(value(&db, "SELECT $1", vec![integer(task)]).await.unwrap(), integer(task));
                }
            })
        })
        .collect();
    for task in tasks {
        task.await.unwrap();
    }
    let count = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()";
    assert_eq!(value(&db, count, vec![]).await?, integer(3));
    Ok(())
}

async fn closed_pool_is_an_error(database: &Database) -> Result<()> {
    let (db, other) = (connect(database, "pool=2").await?, connect(database, "pool=1").await?);
    value(&db, "SELECT 1", vec![]).await?;
    db.close().await;
    assert_eq!(error_of(&db, "SELECT 1", vec![]).await.kind(), ErrorKind::ConnectionLost);
    let count = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()";
    tokio::time::sleep(Duration::from_millis(100)).await;
    assert_eq!(value(&other, count, vec![]).await?, integer(1));
    Ok(())
}

async fn says_what_is_wrong_with_the_way_to_the_server(database: &Database) -> Result<()> {
    let missing = database.url("dbname=no_such_database");
    let error = PostgresDriver::connect(&missing).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Connect);
    assert!(error.message().contains("`no_such_database`"), "{error}");
    let begin = Instant::now();
    let error = PostgresDriver::connect("postgres://ada:secret@127.0.0.1:1/shop").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Connect);
    assert!(begin.elapsed() < Duration::from_secs(2), "the first connection is not waited for");
    assert!(error.message().contains("`127.0.0.1:1`"), "{error}");
    assert!(!format!("{error:?}").contains("secret"));
    if !cfg!(feature = "tls") {
        let error = PostgresDriver::connect(&database.url("sslmode=require")).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Connect);
        assert!(error.message().contains("feature `tls`"), "{error}");
    }
    Ok(())
}

async fn closes_connections_that_nobody_needs(database: &Database) -> Result<()> {
    let db = connect(database, "pool=4&idle_timeout=100").await?;
    let held = (db.acquire().await?, db.acquire().await?, db.acquire().await?);
    drop(held);
    tokio::time::sleep(Duration::from_millis(200)).await;
    for _ in 0..4 {
        value(&db, "SELECT 1", vec![]).await?;
    }
    tokio::time::sleep(Duration::from_millis(100)).await;
    let count = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()";
    assert_eq!(value(&db, count, vec![]).await?, integer(1));
    Ok(())
}

async fn goes_to_a_pool_of_sqlx_and_back(database: &Database) -> Result<()> {
    let db = connect(database, "pool=2").await?;
    script(&db, "CREATE TABLE notes (id bigint); INSERT INTO notes VALUES (1)").await?;
    let pool: PgPool = db.pool();
    let again = pool.clone().into_driver();
    assert_eq!(
        rows(&again, "SELECT id FROM notes WHERE id = $1", vec![integer(1)]).await?,
        [vec![integer(1)]]
    );
    assert_eq!(again.pool().size(), pool.size());
    db.close().await;
    assert!(again.pool().is_closed());
    Ok(())
}
