//! What SQLite refuses, as kinds, constraints and messages.
use orm_core::ErrorKind;
use orm_core::driver::{Driver, TransactionOptions};
use orm_sqlite::{SqliteDriver, SqliteError};

use crate::support::{Directory, memory, number, rows, run_on, script};

const TABLES: &str = "CREATE TABLE projects (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, \
    stars INT CONSTRAINT stars_range CHECK (stars < 6), a INT, b INT, UNIQUE (a, b)); \
    CREATE TABLE tasks (id INTEGER PRIMARY KEY, project_id INT REFERENCES projects (id) DEFERRABLE INITIALLY IMMEDIATE)";

async fn failure(driver: &SqliteDriver, sql: &str) -> orm_core::Error {
    rows(driver, sql, Vec::new()).await.unwrap_err()
}

#[tokio::test]
async fn maps_violations_with_their_constraint() {
    let driver = memory().await;
    script(&driver, TABLES).await;
    script(&driver, "INSERT INTO projects (id, name, a, b) VALUES (1, 'x', 1, 1)").await;
    let cases = [
        ("INSERT INTO projects (name) VALUES ('x')", ErrorKind::UniqueViolation, vec!["name"]),
        ("INSERT INTO projects (id, name) VALUES (1, 'y')", ErrorKind::UniqueViolation, vec!["id"]),
        ("INSERT INTO projects (name, a, b) VALUES ('y', 1, 1)", ErrorKind::UniqueViolation, vec!["a", "b"]),
        ("INSERT INTO projects (name) VALUES (NULL)", ErrorKind::NotNullViolation, vec!["name"]),
    ];
    for (sql, kind, columns) in cases {
        let error = failure(&driver, sql).await;
        assert_eq!(error.kind(), kind, "{sql}");
        let constraint = error.constraint().unwrap();
        assert_eq!(constraint.table.as_deref(), Some("projects"), "{sql}");
        assert_eq!(constraint.columns, columns, "{sql}");
    }
    let error = failure(&driver, "INSERT INTO projects (name, stars) VALUES ('z', 9)").await;
    assert_eq!(error.kind(), ErrorKind::CheckViolation);
    assert_eq!(error.constraint().unwrap().name.as_deref(), Some("stars_range"));
    let error = failure(&driver, "INSERT INTO tasks (project_id) VALUES (9)").await;
    assert_eq!(error.kind(), ErrorKind::ForeignKeyViolation);
    let native = std::error::Error::source(&error).unwrap().downcast_ref::<SqliteError>().unwrap();
    assert_eq!((native.code(), native.extended_code()), (19, 787));
}

/// SQLite reports both as constraints of triggers.
#[tokio::test]
async fn tells_restrict_from_a_trigger() {
    let driver = memory().await;
    let tables = "CREATE TABLE a (id INTEGER PRIMARY KEY);
        CREATE TABLE b (a_id INTEGER REFERENCES a (id) ON DELETE RESTRICT);
        CREATE TRIGGER t BEFORE INSERT ON b WHEN NEW.a_id = 2 BEGIN SELECT RAISE(ABORT, 'not two'); END;
        INSERT INTO a VALUES (1); INSERT INTO b VALUES (1)";
    script(&driver, tables).await;
    let error = failure(&driver, "DELETE FROM a").await;
    assert_eq!(error.kind(), ErrorKind::ForeignKeyViolation);
    assert!(error.constraint().is_some());
    let error = failure(&driver, "INSERT INTO b VALUES (2)").await;
    assert_eq!((error.kind(), error.message()), (ErrorKind::Database, "not two"));
}

#[tokio::test]
async fn names_what_is_undefined_and_the_way_out() {
    let driver = memory().await;
    script(&driver, TABLES).await;
    let error = failure(&driver, "SELECT * FROM nowhere").await;
    assert_eq!(error.kind(), ErrorKind::UndefinedTable);
    assert_eq!(error.message(), "table `nowhere` does not exist; create the tables with `SCHEMA.sync(&db)`");
    for sql in ["SELECT nope FROM tasks", "INSERT INTO tasks (nope) VALUES (1)"] {
        assert_eq!(failure(&driver, sql).await.kind(), ErrorKind::UndefinedColumn, "{sql}");
    }
    assert_eq!(failure(&driver, "SELEC 1").await.kind(), ErrorKind::Database);
    assert_eq!(failure(&driver, "SELECT zeroblob(2000000000)").await.kind(), ErrorKind::InvalidInput);
}

#[tokio::test]
async fn a_full_database_stores_nothing() {
    let driver = SqliteDriver::connect("sqlite::memory:?pool=1").await.unwrap();
    script(&driver, "CREATE TABLE t (x); PRAGMA max_page_count = 10").await;
    let fill = "INSERT INTO t SELECT zeroblob(1000) FROM json_each('[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18]') \
        CROSS JOIN json_each('[1,2,3,4,5,6,7,8,9,10]')";
    assert_eq!(failure(&driver, fill).await.kind(), ErrorKind::StorageFull);
    assert_eq!(number(&driver, "SELECT count(*) FROM t").await, 0);
}

#[tokio::test]
async fn a_damaged_file_is_reported() {
    let directory = Directory::new();
    let driver = SqliteDriver::open(directory.options()).await.unwrap();
    script(&driver, "CREATE TABLE t (x)").await;
    let fill = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 500) INSERT INTO t SELECT hex(zeroblob(90)) FROM n";
    script(&driver, &format!("{fill}; PRAGMA wal_checkpoint(TRUNCATE)")).await;
    driver.close().await;
    let path = directory.0.join("test.db");
    let mut bytes = std::fs::read(&path).unwrap();
    bytes[4096..].fill(0x5a);
    std::fs::write(&path, bytes).unwrap();
    let driver = SqliteDriver::open(directory.options()).await.unwrap();
    let error = failure(&driver, "SELECT count(x) FROM t").await;
    assert_eq!(error.kind(), ErrorKind::Corrupt, "{error}");
}

#[tokio::test]
async fn a_transaction_that_sqlite_rolled_back_takes_no_further_statement() {
    let driver = memory().await;
    script(&driver, TABLES).await;
    let mut connection = driver.acquire().await.unwrap();
    connection.begin(&TransactionOptions::default()).await.unwrap();
    run_on(&mut *connection, "INSERT INTO projects (id, name) VALUES (1, 'x')").await.unwrap();
    run_on(&mut *connection, "INSERT OR ROLLBACK INTO projects (id, name) VALUES (1, 'x')")
        .await
        .unwrap_err();
    let error = run_on(&mut *connection, "INSERT INTO projects (name) VALUES ('half')").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::TransactionClosed);
    assert_eq!(connection.commit().await.unwrap_err().kind(), ErrorKind::TransactionClosed);
    drop(connection);
    assert_eq!(number(&driver, "SELECT count(*) FROM projects").await, 0);
}

#[tokio::test]
async fn a_commit_that_is_refused_leaves_no_transaction() {
    let driver = memory().await;
    script(&driver, TABLES).await;
    let mut connection = driver.acquire().await.unwrap();
    connection.begin(&TransactionOptions::default()).await.unwrap();
    run_on(&mut *connection, "PRAGMA defer_foreign_keys = ON").await.unwrap();
    run_on(&mut *connection, "INSERT INTO tasks (project_id) VALUES (9)").await.unwrap();
    assert_eq!(connection.commit().await.unwrap_err().kind(), ErrorKind::ForeignKeyViolation);
    assert_eq!(run_on(&mut *connection, "INSERT INTO tasks DEFAULT VALUES").await.unwrap(), 1);
    drop(connection);
    assert_eq!(number(&driver, "SELECT count(*) FROM tasks").await, 1);
}

#[tokio::test]
async fn a_read_only_transaction_refuses_writes_and_ends() {
    let driver = SqliteDriver::connect("sqlite::memory:?pool=1").await.unwrap();
    script(&driver, "CREATE TABLE t (x)").await;
    let mut connection = driver.acquire().await.unwrap();
    let mut options = TransactionOptions::default();
    options.read_only = true;
    for commits in [true, false] {
        connection.begin(&options).await.unwrap();
        let error = run_on(&mut *connection, "INSERT INTO t VALUES (1)").await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::ReadOnly);
        if commits {
            connection.commit().await.unwrap()
        } else {
            connection.rollback().await.unwrap()
        }
        run_on(&mut *connection, "INSERT INTO t VALUES (1)").await.unwrap();
    }
    connection.begin(&options).await.unwrap();
    drop(connection);
    rows(&driver, "INSERT INTO t VALUES (1)", Vec::new()).await.unwrap();
}

#[tokio::test]
async fn pragmas_do_not_leak_through_the_pool() {
    let driver = SqliteDriver::connect("sqlite::memory:?pool=1").await.unwrap();
    script(&driver, "PRAGMA foreign_keys = OFF").await;
    assert_eq!(number(&driver, "PRAGMA foreign_keys").await, 1);
    rows(&driver, "PRAGMA foreign_keys = OFF", Vec::new()).await.unwrap();
    assert_eq!(number(&driver, "PRAGMA foreign_keys").await, 1);
}

#[tokio::test]
async fn a_returning_write_checks_keys_even_if_nobody_reads_its_rows() {
    #[derive(Debug)]
    struct First;
    impl orm_core::driver::RowSink for First {
        fn row(&mut self, _: &dyn orm_core::driver::Row) -> orm_core::Result<orm_core::driver::Flow> {
            Ok(orm_core::driver::Flow::Stop)
        }
        fn restart(&mut self) -> bool {
            false
        }
    }
    let driver = memory().await;
    script(&driver, TABLES).await;
    let mut request =
        crate::support::request("INSERT INTO tasks (project_id) VALUES (8), (9) RETURNING id", vec![]);
    request.sink = Some(Box::new(First));
    assert_eq!(driver.run(request).await.unwrap_err().kind(), ErrorKind::ForeignKeyViolation);
    assert_eq!(number(&driver, "SELECT count(*) FROM tasks").await, 0);
}
