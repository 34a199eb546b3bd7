//! Values in and out: every type, and what SQLite would change or cannot hold.
use orm_core::ErrorKind;
use orm_core::driver::{Driver, Request};
use orm_core::value::{SqlType, Value};

use crate::support::{Cell, integer, memory, number, request, rows, script, text};

const DAY: i64 = 86_400_000_000;

async fn stored(value: Value) -> orm_core::Result<Cell> {
    let driver = memory().await;
    Ok(rows(&driver, "SELECT ?1", vec![value]).await?.remove(0).remove(0))
}

fn cell(text: &str) -> Cell {
    Cell::Text(text.to_owned())
}

#[tokio::test]
async fn stores_every_type() {
    let cases = [
        (Value::Null(SqlType::Text), Cell::Null),
        (Value::Bool(true), Cell::Integer(1)),
        (integer(i64::MIN), Cell::Integer(i64::MIN)),
        (Value::Real(0.1), Cell::Real(f64::from(0.1_f32))),
        (Value::Double(-0.1), Cell::Real(-0.1)),
        (Value::Double(f64::INFINITY), Cell::Real(f64::INFINITY)),
        (Value::Text("a\0b'\"ü".into()), cell("a\0b'\"ü")),
        (Value::Text(String::new()), cell("")),
        (Value::Bytes(vec![0, 255]), Cell::Bytes(vec![0, 255])),
        (Value::Bytes(Vec::new()), Cell::Bytes(Vec::new())),
        (Value::Uuid([7; 16]), Cell::Bytes(vec![7; 16])),
        (Value::Date(0), cell("1970-01-01")),
        (Value::Date(19_782), cell("2024-02-29")),
        (Value::Date(-719_528), cell("0000-01-01")),
        (Value::Time(3_723_000_000), cell("01:02:03")),
        (Value::Time(DAY - 1), cell("23:59:59.999999")),
        (Value::DateTime(-1), cell("1969-12-31 23:59:59.999999")),
        (Value::Timestamp(DAY + 500_000), cell("1970-01-02 00:00:00.500000+00:00")),
        (Value::Decimal("12.50".into()), Cell::Real(12.5)),
        (Value::Decimal("-3.000".into()), Cell::Integer(-3)),
        (Value::Decimal("9007199254740993".into()), Cell::Integer(9_007_199_254_740_993)),
        (Value::Json("{}".into()), cell("{}")),
    ];
    for (value, expected) in cases {
        assert_eq!(stored(value.clone()).await.unwrap(), expected, "{value:?}");
    }
}

#[tokio::test]
async fn refuses_what_would_change() {
    let values = [
        Value::Double(f64::NAN),
        Value::Real(f32::NAN),
        Value::Decimal("0.1234567890123456".into()),
        Value::Decimal("12345678901234567890".into()),
        Value::Decimal("inf".into()),
        Value::Decimal(format!("0.{}1", "0".repeat(400))),
        Value::Date(i32::MAX),
        Value::Date(-719_529),
        Value::DateTime(i64::MAX),
        Value::Time(DAY),
        Value::List(SqlType::Double, vec![Value::Double(f64::NAN)]),
        Value::List(SqlType::Double, vec![Value::Double(5e-324)]),
    ];
    for value in values {
        let error = stored(value.clone()).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidInput, "{value:?}");
    }
}

#[tokio::test]
async fn times_sort_as_text_and_are_read_by_sqlite() {
    let moments = [-DAY, -1, 0, 1, 999_999, 1_000_000, 1_000_001, DAY, 40_000 * DAY + 10];
    for make in [Value::DateTime as fn(i64) -> Value, Value::Timestamp] {
        let mut texts = Vec::new();
        for moment in moments {
            texts.push(match stored(make(moment)).await.unwrap() {
                Cell::Text(text) => text,
                other => panic!("{other:?}"),
            });
        }
        assert!(texts.is_sorted() && texts.windows(2).all(|pair| pair[0] != pair[1]), "{texts:?}");
    }
    let driver = memory().await;
    let read =
        rows(&driver, "SELECT unixepoch(?1), datetime(?1)", vec![Value::Timestamp(DAY)]).await.unwrap();
    assert_eq!(read[0], [Cell::Integer(86_400), cell("1970-01-02 00:00:00")]);
}

#[tokio::test]
async fn finds_members_exactly() {
    let driver = memory().await;
    let cases = [
        (SqlType::BigInt, vec![integer(i64::MIN), integer(i64::MAX), integer(0)]),
        (SqlType::Boolean, vec![Value::Bool(true), Value::Bool(false)]),
        (
            SqlType::Text,
            ["", "a\0b", "q\"'\\/\u{1}\n", "ü\u{10ffff}", "1", "null"]
                .map(|t| Value::Text(t.into()))
                .to_vec(),
        ),
        (SqlType::Bytes, vec![Value::Bytes(vec![0, 1, 255]), Value::Bytes(Vec::new())]),
        (SqlType::Uuid, vec![Value::Uuid([0xab; 16])]),
        (SqlType::Timestamp, vec![Value::Timestamp(5), Value::Timestamp(0)]),
        (SqlType::Decimal, vec![Value::Decimal("1.10".into()), Value::Decimal("3".into())]),
        (
            SqlType::Double,
            vec![Value::Double(0.1), Value::Double(f64::INFINITY), Value::Double(-1.5e300 / 1e290)],
        ),
    ];
    for (ty, values) in cases {
        let mut sql = "SELECT ".to_owned();
        driver.dialect().write_membership(&mut sql, "?2", 1, ty);
        for value in &values {
            let found =
                rows(&driver, &sql, vec![Value::List(ty, values.clone()), value.clone()]).await.unwrap();
            assert_eq!(found[0][0], Cell::Integer(1), "{value:?}");
        }
        let absent = rows(&driver, &sql, vec![Value::List(ty, Vec::new()), values[0].clone()]).await.unwrap();
        assert_eq!(absent[0][0], Cell::Integer(0), "{ty:?}");
    }
}

/// SQLite's JSON must read back the very float that was written.
#[tokio::test]
async fn floats_in_lists_are_exact() {
    let driver = memory().await;
    let mut seed = 0x9e37_79b9_7f4a_7c15_u64;
    let mut floats = vec![0.0, 0.1 + 0.2, 1.0 / 3.0, 1e22, 1e23, 1e-50, 1e50, 9_007_199_254_740_993.0];
    while floats.len() < 30_000 {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        // All mantissas, and the exponents that a list takes.
        let float = f64::from_bits(seed & !(0x7ff << 52) | ((1023 - 166 + (seed >> 52) % 332) << 52));
        floats.extend((1e-50..1e50).contains(&float.abs()).then_some(float));
    }
    let list = Value::List(SqlType::Double, floats.iter().copied().map(Value::Double).collect());
    let mut membership = String::new();
    driver.dialect().write_membership(&mut membership, "x", 1, SqlType::Double);
    let sql = membership.strip_prefix("x IN (").and_then(|sql| sql.strip_suffix(')')).unwrap();
    let read = rows(&driver, sql, vec![list]).await.unwrap();
    let expected: Vec<_> = floats.into_iter().map(|float| vec![Cell::Real(float)]).collect();
    assert!(read == expected, "a float was read inexactly");
}

#[tokio::test]
async fn tells_text_that_is_not_utf8() {
    let driver = memory().await;
    let error =
        rows(&driver, "SELECT 1 AS fine, CAST(x'ff' AS TEXT) AS broken", Vec::new()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert!(error.message().contains("`broken`") && error.message().contains("UTF-8"), "{error}");
    // The connection is as good as new.
    assert_eq!(number(&driver, "SELECT 7").await, 7);
}

#[tokio::test]
async fn counts_what_a_write_changed() {
    let driver = memory().await;
    script(&driver, "CREATE TABLE t (id INTEGER PRIMARY KEY, n INT)").await;
    let affected = async |sql: &str| driver.run(request(sql, Vec::new())).await.unwrap().affected;
    assert_eq!(affected("INSERT INTO t (n) VALUES (1), (2), (3)").await, 3);
    assert_eq!(affected("CREATE TABLE u (id INT)").await, 0);
    assert_eq!(affected("SELECT * FROM t").await, 0);
    assert_eq!(affected("UPDATE t SET n = 0 WHERE n > 1 RETURNING id").await, 2);
    assert_eq!(affected("DELETE FROM t WHERE n = 99").await, 0);
    assert_eq!(affected("INSERT OR IGNORE INTO t (id) VALUES (1)").await, 0);
}

#[tokio::test]
async fn prepares_a_text_once_and_drops_no_tail() {
    let driver = memory().await;
    let shared = text("SELECT ?1 + 1");
    for n in 0..300 {
        let again = if n % 2 == 0 { shared.clone() } else { text("SELECT ?1 + 1") };
        driver.run(Request::new(again, vec![integer(n)])).await.unwrap();
        // More texts than the cache holds push the oldest out.
        rows(&driver, &format!("SELECT {n}"), Vec::new()).await.unwrap();
    }
    for tail in ["SELECT 1; SELECT 2", "SELECT 1; nonsense", "SELECT 1;\0DROP", "", " -- nothing", ";"] {
        let error = rows(&driver, tail, Vec::new()).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidInput, "{tail}");
    }
    for harmless in ["SELECT 1; ; ", "SELECT 1 -- one", "SELECT 1; /* one */ -- two\n;"] {
        assert_eq!(rows(&driver, harmless, Vec::new()).await.unwrap().len(), 1, "{harmless}");
    }
}

#[tokio::test]
async fn refuses_the_wrong_number_of_arguments() {
    let driver = memory().await;
    for arguments in [vec![], vec![integer(1), integer(2)]] {
        let error = rows(&driver, "SELECT ?1", arguments).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidInput);
    }
}

#[tokio::test]
async fn sees_a_changed_table_through_a_kept_statement() {
    let driver = memory().await;
    script(&driver, "CREATE TABLE t (a INT); INSERT INTO t VALUES (1)").await;
    assert_eq!(rows(&driver, "SELECT * FROM t", Vec::new()).await.unwrap()[0].len(), 1);
    script(&driver, "ALTER TABLE t ADD COLUMN b TEXT DEFAULT 'x'").await;
    assert_eq!(rows(&driver, "SELECT * FROM t", Vec::new()).await.unwrap()[0], [Cell::Integer(1), cell("x")]);
}
