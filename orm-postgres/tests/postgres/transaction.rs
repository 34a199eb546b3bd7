//! Transactions: what ends them, what they refuse, and how they meet each other.
use orm_core::driver::{Connection, Driver, Isolation, TransactionOptions};
use orm_core::value::Value;
use orm_core::{Db, ErrorKind, Executor, Result, sql};
use orm_postgres::PostgresDriver;
use orm_test_server::Database;

use crate::support::{connect, error_of, integer, request, rows_of, script, value, value_on};

crate::support::cases![
    commit_after_a_failure_is_refused,
    savepoint_undoes_a_failure,
    transaction_begun_by_hand_does_not_outlive_its_statement,
    transaction_ended_by_hand_is_closed,
    constraint_checked_at_the_end_refuses_the_commit,
    colliding_transactions_are_serialization_failures,
    collision_is_run_again,
    deadlock_has_a_kind_of_its_own,
    lock_is_waited_for_as_long_as_allowed,
    reads_only_where_asked_to,
    passes_over_locked_rows,
];

async fn begin(db: &PostgresDriver) -> Result<Box<dyn Connection>> {
    let mut connection = db.acquire().await?;
    connection.begin(&TransactionOptions::default()).await?;
    Ok(connection)
}

/// PostgreSQL answers this COMMIT with ROLLBACK, and no error.
async fn commit_after_a_failure_is_refused(database: &Database) -> Result<()> {
    let db = connect(database, "pool=1").await?;
    script(&db, "CREATE TABLE notes (id bigint PRIMARY KEY)").await?;
    let mut connection = begin(&db).await?;
    connection.run(request("INSERT INTO notes VALUES (1)", vec![])).await?;
    let error = connection.run(request("INSERT INTO notes VALUES (1)", vec![])).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::UniqueViolation);
    let error = connection.run(request("SELECT 1", vec![])).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::TransactionClosed);
    assert_eq!(connection.commit().await.unwrap_err().kind(), ErrorKind::TransactionClosed);
    drop(connection);
    assert_eq!(value(&db, "SELECT count(*) FROM notes", vec![]).await?, integer(0));
    Ok(())
}

async fn savepoint_undoes_a_failure(database: &Database) -> Result<()> {
    let db = connect(database, "pool=1").await?;
    script(&db, "CREATE TABLE notes (id bigint PRIMARY KEY)").await?;
    let mut connection = begin(&db).await?;
    connection.run(request("INSERT INTO notes VALUES (1)", vec![])).await?;
    connection.run_script("SAVEPOINT s1").await?;
    connection.run(request("INSERT INTO notes VALUES (1)", vec![])).await.unwrap_err();
    connection.run_script("ROLLBACK TO SAVEPOINT s1; RELEASE SAVEPOINT s1").await?;
    connection.run(request("INSERT INTO notes VALUES (2)", vec![])).await?;
    connection.commit().await?;
    drop(connection);
    assert_eq!(value(&db, "SELECT count(*) FROM notes", vec![]).await?, integer(2));
    Ok(())
}

async fn transaction_begun_by_hand_does_not_outlive_its_statement(database: &Database) -> Result<()> {
    let (db, other) = (connect(database, "pool=1").await?, connect(database, "pool=1").await?);
    script(&db, "CREATE TABLE notes (id bigint)").await?;
    for sql in ["BEGIN", "START TRANSACTION", "-- x\nbegin isolation level serializable"] {
        db.run(request(sql, vec![])).await?;
        value(&db, "INSERT INTO notes VALUES (1) RETURNING id", vec![]).await?;
    }
    script(&db, "INSERT INTO notes VALUES (2); BEGIN; INSERT INTO notes VALUES (3)").await?;
    drop(db.acquire().await?);
    assert_eq!(value(&other, "SELECT count(*) FROM notes WHERE id = 1", vec![]).await?, integer(3));
    assert_eq!(value(&other, "SELECT count(*) FROM notes WHERE id = 3", vec![]).await?, integer(0));
    Ok(())
}

async fn transaction_ended_by_hand_is_closed(database: &Database) -> Result<()> {
    let db = connect(database, "pool=1").await?;
    for sql in ["COMMIT", "ROLLBACK"] {
        let mut connection = begin(&db).await?;
        connection.run(request(sql, vec![])).await?;
        let error = connection.run(request("SELECT 1", vec![])).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::TransactionClosed);
        assert_eq!(connection.commit().await.unwrap_err().kind(), ErrorKind::TransactionClosed);
        assert_eq!(value_on(&mut *connection, "SELECT 1").await?, integer(1));
    }
    Ok(())
}

async fn constraint_checked_at_the_end_refuses_the_commit(database: &Database) -> Result<()> {
    let db = connect(database, "pool=1").await?;
    script(&db, "CREATE TABLE notes (id bigint PRIMARY KEY, up bigint CONSTRAINT ups REFERENCES notes DEFERRABLE INITIALLY DEFERRED)").await?;
    let mut connection = begin(&db).await?;
    connection.run(request("INSERT INTO notes VALUES (1, 2)", vec![])).await?;
    let error = connection.commit().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ForeignKeyViolation);
    assert_eq!(error.constraint().unwrap().name.as_deref(), Some("ups"));
    assert_eq!(value_on(&mut *connection, "SELECT count(*) FROM notes").await?, integer(0));
    drop(connection);
    let error = error_of(&db, "INSERT INTO notes VALUES (1, 2) RETURNING id", vec![]).await;
    assert_eq!(error.kind(), ErrorKind::ForeignKeyViolation, "rows came before the error");
    Ok(())
}

async fn colliding_transactions_are_serialization_failures(database: &Database) -> Result<()> {
    let db = connect(database, "pool=2").await?;
    script(&db, "CREATE TABLE notes (n bigint); INSERT INTO notes VALUES (1), (2)").await?;
    let mut options = TransactionOptions::default();
    options.isolation = Some(Isolation::Serializable);
    let (mut one, mut two) = (db.acquire().await?, db.acquire().await?);
    one.begin(&options).await?;
    two.begin(&options).await?;
    let level = value_on(&mut *one, "SELECT current_setting('transaction_isolation')").await?;
    assert_eq!(level, Value::Text("serializable".to_owned()));
    for connection in [&mut one, &mut two] {
        value_on(&mut **connection, "SELECT sum(n) FROM notes").await?;
        connection.run(request("INSERT INTO notes SELECT sum(n) FROM notes", vec![])).await?;
    }
    one.commit().await?;
    assert_eq!(two.commit().await.unwrap_err().kind(), ErrorKind::Serialization);
    drop((one, two));
    assert_eq!(value(&db, "SELECT count(*) FROM notes", vec![]).await?, integer(3));
    Ok(())
}

async fn collision_is_run_again(database: &Database) -> Result<()> {
    let db = Db::from(connect(database, "pool=2").await?);
    sql("CREATE TABLE notes (n bigint)").execute(&db).await?;
    sql("INSERT INTO notes VALUES (1), (2)").execute(&db).await?;
    for retries in [1, 0] {
        let mut runs = 0;
        let options = TransactionOptions::serializable;
        let stored = db
            .transaction_with_retries(options(), retries, async |tx| {
                runs += 1;
                let sum = sum(tx).await?;
                if runs == 1 {
                    // Each reads what the other writes: no order of the two explains both.
                    let other = db.transaction_with(options(), async |other| {
                        let sum = self::sum(other).await?;
                        sql("INSERT INTO notes VALUES ($1)").bind(sum).execute(other).await
                    });
                    other.await?;
                }
                sql("INSERT INTO notes VALUES ($1)").bind(sum).execute(tx).await?;
                Ok(sum)
            })
            .await;
        assert_eq!(runs, retries + 1);
        match retries {
            // 1 + 2, and the 3 of the other one.
            1 => assert_eq!(stored?, 6),
            _ => assert_eq!(stored.unwrap_err().kind(), ErrorKind::Serialization),
        }
    }
    assert_eq!(sum(&db).await?, 24, "1 + 2 + 3 + 6, and the 12 of the other one in the second round");
    Ok(())
}

async fn sum(db: &impl Executor) -> Result<i64> {
    let rows = sql("SELECT sum(n)::bigint FROM notes").fetch_scalars::<i64>(db).await?;
    Ok(rows[0])
}

async fn deadlock_has_a_kind_of_its_own(database: &Database) -> Result<()> {
    let db = connect(database, "pool=2&options[deadlock_timeout]=100ms").await?;
    script(&db, "CREATE TABLE notes (id bigint); INSERT INTO notes VALUES (1), (2)").await?;
    let (mut one, mut two) = (begin(&db).await?, begin(&db).await?);
    let lock = |id| request("SELECT id FROM notes WHERE id = $1 FOR UPDATE", vec![integer(id)]);
    one.run(lock(1)).await?;
    two.run(lock(2)).await?;
    let task = tokio::spawn(async move {
        let result = one.run(lock(2)).await.map(drop);
        drop(one);
        result
    });
    let two_result = two.run(lock(1)).await.map(drop);
    drop(two);
    let failures: Vec<_> = [task.await.unwrap(), two_result].into_iter().filter_map(Result::err).collect();
    assert_eq!(failures.len(), 1);
    assert_eq!(failures[0].kind(), ErrorKind::Deadlock);
    Ok(())
}

async fn lock_is_waited_for_as_long_as_allowed(database: &Database) -> Result<()> {
    let db = connect(database, "pool=2&busy_timeout=100").await?;
    script(&db, "CREATE TABLE notes (id bigint); INSERT INTO notes VALUES (1)").await?;
    let mut connection = begin(&db).await?;
    connection.run(request("UPDATE notes SET id = 2", vec![])).await?;
    let error = error_of(&db, "UPDATE notes SET id = 3", vec![]).await;
    assert_eq!(error.kind(), ErrorKind::Busy);
    assert!(error.message().contains("busy_timeout"), "{error}");
    Ok(())
}

async fn reads_only_where_asked_to(database: &Database) -> Result<()> {
    let db = connect(database, "pool=1").await?;
    script(&db, "CREATE TABLE notes (id bigint)").await?;
    let mut options = TransactionOptions::default();
    options.read_only = true;
    let mut connection = db.acquire().await?;
    connection.begin(&options).await?;
    let error = connection.run(request("INSERT INTO notes VALUES (1)", vec![])).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ReadOnly);
    drop(connection);
    value(&db, "INSERT INTO notes VALUES (1) RETURNING id", vec![]).await?;
    Ok(())
}

async fn passes_over_locked_rows(database: &Database) -> Result<()> {
    let db = connect(database, "pool=2").await?;
    script(&db, "CREATE TABLE notes (id bigint); INSERT INTO notes VALUES (1), (2)").await?;
    let mut connection = begin(&db).await?;
    connection.run(request("SELECT id FROM notes WHERE id = 1 FOR UPDATE", vec![])).await?;
    let free = db.run(request("SELECT id FROM notes FOR UPDATE SKIP LOCKED", vec![])).await?;
    assert_eq!(rows_of(free), [vec![integer(2)]]);
    Ok(())
}
