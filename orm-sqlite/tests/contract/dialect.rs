//! The dialect's SQL, as text and as SQLite understands it.
use orm_core::driver::Driver as _;
use orm_core::value::{SqlType, Value};
use orm_core::{Dialect as _, Limit};
use orm_sqlite::{SqliteDialect, SqliteDriver};

use crate::support::{Cell, integer, memory, rows, script};

fn written(write: impl FnOnce(&mut String)) -> String {
    let mut sql = String::new();
    write(&mut sql);
    sql
}

#[test]
fn writes_limits_that_the_grammar_knows() {
    let limit = |limit, offset| written(|sql| SqliteDialect.write_limit(sql, limit, offset));
    assert_eq!(limit(Some(Limit::Parameter(1)), Some(2)), " LIMIT +?1 OFFSET ?2");
    assert_eq!(limit(None, Some(2)), " LIMIT -1 OFFSET ?2");
    assert_eq!(limit(Some(Limit::Parameter(1)), None), " LIMIT +?1");
    assert_eq!(limit(Some(Limit::Rows(1)), Some(1)), " LIMIT 1 OFFSET ?1");
    assert_eq!(limit(None, None), "");
}

#[tokio::test]
async fn names_schemas_where_the_grammar_wants_them() {
    let driver = SqliteDriver::connect("sqlite::memory:?pool=1").await.unwrap();
    let index = written(|sql| SqliteDialect.write_index_target(sql, "by_x", (Some("side"), "t")));
    let target = written(|sql| SqliteDialect.write_referenced_table(sql, Some("side"), "t"));
    let table = written(|sql| SqliteDialect.write_table(sql, Some("side"), "u"));
    assert_eq!(index, r#""side"."by_x" ON "t""#);
    let attach = "ATTACH ':memory:' AS side; CREATE TABLE side.t (x INTEGER PRIMARY KEY)";
    script(
        &driver,
        &format!("{attach}; CREATE INDEX {index} (x); CREATE TABLE {table} (x REFERENCES {target})"),
    )
    .await;
}

#[tokio::test]
async fn matches_patterns_with_and_without_case() {
    let driver = memory().await;
    let cases = [
        ("Apollo", "apo%", true, false),
        ("Apollo", "Apo%", true, true),
        ("Apollo", "A_ollo", true, true),
        ("100%", "100\\%", true, true),
        ("1000", "100\\%", false, false),
        ("a_b", "a\\_b", true, true),
        ("axb", "a\\_b", false, false),
        ("a\\b", "a\\\\b", true, true),
        ("a\\xyz", "a\\\\%", true, true),
        ("a\\%", "a\\\\\\%", true, true),
        ("[b]*?]x", "[b]*?]%", true, true),
        ("zzz", "*", false, false),
        ("z", "?", false, false),
        ("z", "[z]", false, false),
        ("[[p]u", "[[p]_", true, true),
        ("", "%", true, true),
        ("Über", "über", false, false),
    ];
    for (subject, pattern, ignoring, heeding) in cases {
        for (heeds, expected) in [(false, ignoring), (true, heeding)] {
            let sql = written(|sql| SqliteDialect.write_like(sql, "?1", "?2", heeds));
            let arguments = vec![Value::Text(subject.into()), Value::Text(pattern.into())];
            let found = rows(&driver, &format!("SELECT {sql}"), arguments).await.unwrap();
            assert_eq!(found[0][0], Cell::Integer(i64::from(expected)), "{subject} {pattern} {heeds}");
        }
    }
}

/// A declared type with the wrong affinity turns text that looks like a number into one.
#[tokio::test]
async fn declared_types_keep_values_as_they_are() {
    let driver = memory().await;
    let columns = [
        (SqlType::Boolean, Value::Bool(true)),
        (SqlType::SmallInt, integer(7)),
        (SqlType::Integer, integer(7)),
        (SqlType::BigInt, integer(i64::MAX)),
        (SqlType::Real, Value::Real(2.0)),
        (SqlType::Double, Value::Double(2.0)),
        (SqlType::Text, Value::Text("0012".into())),
        (SqlType::Bytes, Value::Bytes(b"12".to_vec())),
        (SqlType::Uuid, Value::Uuid([0x31; 16])),
        (SqlType::Date, Value::Date(0)),
        (SqlType::Time, Value::Time(0)),
        (SqlType::DateTime, Value::DateTime(0)),
        (SqlType::Timestamp, Value::Timestamp(0)),
        (SqlType::Decimal, Value::Decimal("1.25".into())),
        (SqlType::Json, Value::Json("12".into())),
    ];
    for (ty, value) in columns {
        let declared = written(|sql| SqliteDialect.write_type(sql, ty));
        script(&driver, &format!("DROP TABLE IF EXISTS t; CREATE TABLE t (x {declared})")).await;
        rows(&driver, "INSERT INTO t VALUES (?1)", vec![value.clone()]).await.unwrap();
        let bound = rows(&driver, "SELECT ?1", vec![value]).await.unwrap();
        let read = rows(&driver, "SELECT x FROM t", Vec::new()).await.unwrap();
        assert_eq!(read, bound, "{declared}");
    }
}

#[tokio::test]
async fn membership_uses_an_index() {
    let driver = memory().await;
    script(&driver, "CREATE TABLE t (id INTEGER PRIMARY KEY, k INT); CREATE INDEX k ON t (k)").await;
    let mut sql = "EXPLAIN QUERY PLAN SELECT * FROM t WHERE ".to_owned();
    driver.dialect().write_membership(&mut sql, "k", 1, SqlType::BigInt);
    let plan = rows(&driver, &sql, vec![Value::List(SqlType::BigInt, Vec::new())]).await.unwrap();
    assert!(format!("{plan:?}").contains("SEARCH t USING COVERING INDEX k"), "{plan:?}");
}
