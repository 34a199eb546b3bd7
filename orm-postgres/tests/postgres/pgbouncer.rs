//! PgBouncer itself in transaction mode, as it comes: few connections to the server for many to the pooler.
use std::sync::Arc;
use std::time::Duration;

use orm_core::driver::{Driver, TransactionOptions};
use orm_core::{ErrorKind, Result};
use orm_postgres::PostgresDriver;
use orm_test_server::{Database, Pooler};

use crate::pooler::use_everything;
use crate::support::{connect, error_of, integer, request, script, value, value_on};

crate::support::cases![
    works_without_a_statement_cache,
    many_tasks_share_its_connections,
    dropped_transactions_leave_nothing_behind,
    says_what_is_missing_where_statements_are_prepared,
    serves_again_when_the_pooler_returns,
];

/// Connections from the pooler to the server.
const FEW: usize = 2;

fn start(database: &Database, connections: usize) -> Pooler {
    Pooler::own(database, connections).expect("where it is not installed, its cases are ignored")
}

async fn works_without_a_statement_cache(database: &Database) -> Result<()> {
    use_everything(&start(database, FEW).url("pool=4&statement_cache=0")).await
}

async fn many_tasks_share_its_connections(database: &Database) -> Result<()> {
    const TASKS: i64 = 8;
    const TRANSFERS: i64 = 20;
    let (pooler, direct) = (start(database, FEW), connect(database, "pool=1").await?);
    script(&direct, "CREATE TABLE accounts (id bigint PRIMARY KEY, balance bigint)").await?;
    let db = Arc::new(PostgresDriver::connect(&pooler.url("pool=8&statement_cache=0")).await?);
    for id in 0..TASKS {
        let sql = "INSERT INTO accounts VALUES ($1, 100) RETURNING id";
        assert_eq!(value(&db, sql, vec![integer(id)]).await?, integer(id));
    }
    let tasks = (1..TASKS).map(|id| {
        let db = Arc::clone(&db);
        tokio::spawn(async move {
            for _ in 0..TRANSFERS {
                transfer(&db, id).await?;
                let own = "SELECT id FROM accounts WHERE id = $1";
                assert_eq!(value(&db, own, vec![integer(id)]).await?, integer(id));
            }
            Ok::<_, orm_core::Error>(())
        })
    });
    for task in tasks.collect::<Vec<_>>() {
        task.await.expect("the task does not panic")?;
    }
    let balance = "SELECT balance FROM accounts WHERE id = $1";
    assert_eq!(value(&direct, balance, vec![integer(0)]).await?, integer(100 + (TASKS - 1) * TRANSFERS));
    for id in 1..TASKS {
        assert_eq!(value(&direct, balance, vec![integer(id)]).await?, integer(100 - TRANSFERS));
    }
    let pooled = "SELECT count(*) FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'";
    assert_eq!(value(&direct, pooled, vec![]).await?, integer(2));
    Ok(())
}

/// Takes one from an account and gives it to the first, whose lock everybody takes before their own.
async fn transfer(db: &PostgresDriver, from: i64) -> Result<()> {
    let mut connection = db.acquire().await?;
    connection.begin(&TransactionOptions::default()).await?;
    for (id, change) in [(0, 1), (from, -1)] {
        let sql = "UPDATE accounts SET balance = balance + $2 WHERE id = $1";
        connection.run(request(sql, vec![integer(id), integer(change)])).await?;
    }
    connection.commit().await
}

async fn dropped_transactions_leave_nothing_behind(database: &Database) -> Result<()> {
    let (pooler, direct) = (start(database, FEW), connect(database, "pool=1").await?);
    script(&direct, "CREATE TABLE notes (id bigint)").await?;
    let db = PostgresDriver::connect(&pooler.url("pool=4&statement_cache=0")).await?;
    for id in 0..20 {
        let mut connection = db.acquire().await?;
        connection.begin(&TransactionOptions::default()).await?;
        connection.run(request("INSERT INTO notes VALUES ($1)", vec![integer(-id)])).await?;
        if id % 2 == 0 {
            // It is given up while a statement runs.
            let slow = connection.run(request("SELECT pg_sleep(0.02)", vec![]));
            assert!(tokio::time::timeout(Duration::from_millis(2), slow).await.is_err());
        }
        drop(connection);
        value(&db, "INSERT INTO notes VALUES ($1) RETURNING id", vec![integer(id + 1)]).await?;
    }
    assert_eq!(value(&direct, "SELECT count(*) FROM notes WHERE id > 0", vec![]).await?, integer(20));
    assert_eq!(value(&direct, "SELECT count(*) FROM notes WHERE id <= 0", vec![]).await?, integer(0));
    db.close().await;
    let open =
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND state LIKE 'idle in%'";
    assert_eq!(value(&direct, open, vec![]).await?, integer(0));
    Ok(())
}

/// Two clients call their first statement the same, on the one connection that there is.
async fn says_what_is_missing_where_statements_are_prepared(database: &Database) -> Result<()> {
    let pooler = start(database, 1);
    let url = pooler.url("pool=1");
    let (db, other) = (PostgresDriver::connect(&url).await?, PostgresDriver::connect(&url).await?);
    assert_eq!(value(&db, "SELECT $1::int8", vec![integer(1)]).await?, integer(1));
    let error = error_of(&other, "SELECT $1::int8 + 1", vec![integer(1)]).await;
    assert!(error.message().contains("`statement_cache=0`"), "{error:?}");
    Ok(())
}

/// Whoever needs a connection in between waits for it.
async fn serves_again_when_the_pooler_returns(database: &Database) -> Result<()> {
    let mut pooler = start(database, FEW);
    let db = Arc::new(PostgresDriver::connect(&pooler.url("pool=4&statement_cache=0")).await?);
    let mut connection = db.acquire().await?;
    connection.begin(&TransactionOptions::default()).await?;
    assert_eq!(value_on(&mut *connection, "SELECT 1::int8").await?, integer(1));
    pooler.stop();
    assert_eq!(connection.commit().await.unwrap_err().kind(), ErrorKind::ConnectionLost);
    drop(connection);
    let waiting = Arc::clone(&db);
    let waiting = tokio::spawn(async move { value(&waiting, "SELECT 1::int8", vec![]).await });
    tokio::task::yield_now().await;
    pooler.start().expect("it starts as it did before");
    assert_eq!(waiting.await.expect("the task does not panic")?, integer(1));
    Ok(())
}
