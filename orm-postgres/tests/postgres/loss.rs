//! Connections and servers that go away.
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::time::{Duration, Instant};

use orm_core::driver::{Driver, TransactionOptions};
use orm_core::{ErrorKind, Result};
use orm_postgres::PostgresDriver;
use orm_test_server::{Database, Server};

use crate::support::{connect, error_of, integer, request, rows, script, value, value_on};

crate::support::cases![
    terminated_backend_is_a_lost_connection,
    all_backends_terminated_cost_one_statement_each_at_most,
    serves_again_when_the_server_returns,
];

async fn terminated_backend_is_a_lost_connection(database: &Database) -> Result<()> {
    let (db, other) = (connect(database, "pool=2").await?, connect(database, "pool=1").await?);
    script(&db, "CREATE TABLE notes (id bigint)").await?;
    let mut connection = db.acquire().await?;
    connection.begin(&TransactionOptions::default()).await?;
    connection.run(request("INSERT INTO notes VALUES (1)", vec![])).await?;
    let process = value_on(&mut *connection, "SELECT pg_backend_pid()::int8").await?;
    value(&other, "SELECT pg_terminate_backend($1::int4, 5000)", vec![process]).await?;
    for _ in 0..2 {
        let error = connection.run(request("INSERT INTO notes VALUES (2)", vec![])).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::ConnectionLost, "{error:?}");
    }
    assert_eq!(connection.commit().await.unwrap_err().kind(), ErrorKind::ConnectionLost);
    drop(connection);
    assert_eq!(value(&db, "SELECT count(*) FROM notes", vec![]).await?, integer(0));
    Ok(())
}

async fn all_backends_terminated_cost_one_statement_each_at_most(database: &Database) -> Result<()> {
    let (db, other) = (connect(database, "pool=4").await?, connect(database, "pool=1").await?);
    let mut connections = Vec::new();
    for _ in 0..4 {
        connections.push(db.acquire().await?);
    }
    drop(connections);
    let end = "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid()";
    assert_eq!(rows(&other, end, vec![]).await?.len(), 4);
    let error = error_of(&db, "SELECT 1", vec![]).await;
    assert_eq!(error.kind(), ErrorKind::ConnectionLost);
    for _ in 0..8 {
        assert_eq!(value(&db, "SELECT 1", vec![]).await?, integer(1));
    }
    Ok(())
}

/// Writers go on through a crash: what was acknowledged is there afterwards, and nothing is there by half.
async fn serves_again_when_the_server_returns(_: &Database) -> Result<()> {
    let server = Server::own("crash").unwrap();
    let db = Arc::new(PostgresDriver::connect(&server.url("postgres", "pool=4&acquire_timeout=500")).await?);
    script(&db, "CREATE TABLE notes (id bigint PRIMARY KEY, half int)").await?;
    let (next, stop) = (Arc::new(AtomicI64::new(0)), Arc::new(AtomicBool::new(false)));
    let writers: Vec<_> = (0..4)
        .map(|_| tokio::spawn(write_until(Arc::clone(&db), Arc::clone(&next), Arc::clone(&stop))))
        .collect();
    tokio::time::sleep(Duration::from_millis(300)).await;
    let server = tokio::task::spawn_blocking(move || {
        server.stop();
        server
    });
    let server = server.await.unwrap();
    tokio::time::sleep(Duration::from_secs(1)).await;
    let begin = Instant::now();
    let error = error_of(&db, "SELECT 1", vec![]).await;
    assert!(matches!(error.kind(), ErrorKind::Connect | ErrorKind::PoolTimeout), "{error:?}");
    assert!(begin.elapsed() < Duration::from_millis(1500), "{:?}", begin.elapsed());
    tokio::task::spawn_blocking(move || server.start()).await.unwrap();
    let begin = Instant::now();
    while value(&db, "SELECT 1", vec![]).await.is_err() {
        assert!(begin.elapsed() < Duration::from_secs(2));
    }
    tokio::time::sleep(Duration::from_millis(300)).await;
    stop.store(true, Ordering::Relaxed);
    for writer in writers {
        for id in writer.await.unwrap() {
            let halves =
                value(&db, "SELECT count(*) FROM notes WHERE id IN ($1, -$1)", vec![integer(id)]).await?;
            assert_eq!(halves, integer(2), "{id} was acknowledged");
        }
    }
    let halves =
        "SELECT count(*) FROM notes AS a WHERE NOT EXISTS (SELECT FROM notes AS b WHERE b.id = -a.id)";
    assert_eq!(value(&db, halves, vec![]).await?, integer(0));
    db.close().await;
    Ok(())
}

/// Writes pairs in transactions; gives those that were acknowledged.
async fn write_until(db: Arc<PostgresDriver>, next: Arc<AtomicI64>, stop: Arc<AtomicBool>) -> Vec<i64> {
    let mut acknowledged = Vec::new();
    while !stop.load(Ordering::Relaxed) {
        let id = next.fetch_add(1, Ordering::Relaxed) + 1;
        match write_pair(&db, id).await {
            Ok(()) => acknowledged.push(id),
            Err(error) => {
                let kinds = [ErrorKind::ConnectionLost, ErrorKind::Connect, ErrorKind::PoolTimeout];
                assert!(kinds.contains(&error.kind()), "{error:?}");
            }
        }
    }
    acknowledged
}

async fn write_pair(db: &PostgresDriver, id: i64) -> Result<()> {
    let mut connection = db.acquire().await?;
    connection.begin(&TransactionOptions::default()).await?;
    for id in [id, -id] {
        connection.run(request("INSERT INTO notes (id) VALUES ($1)", vec![integer(id)])).await?;
    }
    connection.commit().await
}
