//! What the server reports, as kinds that a program can act on.
use orm_core::{ErrorKind, Result};
use orm_test_server::Database;

use crate::support::{connect, error_of, integer, script, value};

crate::support::cases![reports_constraints, reports_kinds, keeps_the_native_error];

async fn reports_constraints(database: &Database) -> Result<()> {
    let db = connect(database, "").await?;
    let schema = "CREATE TABLE people (id bigint PRIMARY KEY, \"fullName\" text, day int CONSTRAINT days CHECK (day > 0),
            CONSTRAINT names UNIQUE (\"fullName\", day));
        CREATE TABLE notes (id bigint PRIMARY KEY, person_id bigint NOT NULL CONSTRAINT authors REFERENCES people);
        INSERT INTO people VALUES (1, 'Ada', 1); INSERT INTO notes VALUES (1, 1)";
    script(&db, schema).await?;
    let cases: [(&str, ErrorKind, Option<&str>, &str, &[&str]); 6] = [
        ("INSERT INTO people VALUES (1)", ErrorKind::UniqueViolation, Some("people_pkey"), "people", &["id"]),
        (
            "INSERT INTO people VALUES (2, 'Ada', 1)",
            ErrorKind::UniqueViolation,
            Some("names"),
            "people",
            &["fullName", "day"],
        ),
        ("INSERT INTO people VALUES (2, 'Bea', 0)", ErrorKind::CheckViolation, Some("days"), "people", &[]),
        (
            "INSERT INTO notes VALUES (2, 9)",
            ErrorKind::ForeignKeyViolation,
            Some("authors"),
            "notes",
            &["person_id"],
        ),
        ("DELETE FROM people", ErrorKind::ForeignKeyViolation, Some("authors"), "notes", &[]),
        ("INSERT INTO notes VALUES (2)", ErrorKind::NotNullViolation, None, "notes", &["person_id"]),
    ];
    for (sql, kind, name, table, columns) in cases {
        let error = error_of(&db, sql, vec![]).await;
        assert_eq!(error.kind(), kind, "{error}");
        let constraint = error.constraint().unwrap();
        assert_eq!(constraint.name.as_deref(), name);
        assert_eq!(constraint.table.as_deref(), Some(table));
        assert_eq!(constraint.columns, columns);
        assert!(!error.message().contains("Ada"), "a message shows no data: {error}");
    }
    Ok(())
}

async fn reports_kinds(database: &Database) -> Result<()> {
    let db = connect(database, "pool=1").await?;
    for (sql, kind, hint) in [
        ("SELECT * FROM absent", ErrorKind::UndefinedTable, "SCHEMA.sync"),
        ("SELECT absent FROM pg_class", ErrorKind::UndefinedColumn, "older than its model"),
        ("SELECT 1/0", ErrorKind::InvalidInput, "division by zero"),
        ("SELECT 'x'::int", ErrorKind::InvalidInput, "invalid input syntax"),
        ("SELEC 1", ErrorKind::Database, "syntax error"),
        ("COMMENT ON TABLE pg_class IS NULL; SELECT 1", ErrorKind::Database, "multiple commands"),
    ] {
        let error = error_of(&db, sql, vec![]).await;
        assert_eq!(error.kind(), kind, "{error}");
        assert!(error.message().contains(hint), "{error}");
        assert!(!error.message().ends_with('.'));
    }
    assert_eq!(value(&db, "SELECT 1", vec![]).await?, integer(1));
    Ok(())
}

async fn keeps_the_native_error(database: &Database) -> Result<()> {
    use std::error::Error as _;
    let db = connect(database, "").await?;
    let error = error_of(&db, "SELECT 1/0", vec![]).await;
    let native = error.source().and_then(|source| source.downcast_ref::<sqlx::Error>()).unwrap();
    assert_eq!(native.as_database_error().unwrap().code().as_deref(), Some("22012"));
    Ok(())
}
