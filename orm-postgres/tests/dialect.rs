//! The dialect's SQL, as text.
use orm_core::value::SqlType;
use orm_core::{Dialect as _, Limit};
use orm_postgres::PostgresDialect;

fn written(write: impl FnOnce(&mut String)) -> String {
    let mut sql = String::new();
    write(&mut sql);
    sql
}

#[test]
fn finds_members_of_one_array() {
    let sql = written(|sql| PostgresDialect.write_membership(sql, "t0.\"id\"", 3, SqlType::BigInt));
    assert_eq!(sql, "t0.\"id\" = ANY($3)");
    let sql = written(|sql| PostgresDialect.write_membership(sql, "t0.\"mood\"", 1, SqlType::Word));
    assert_eq!(sql, "t0.\"mood\"::text = ANY($1)");
}

#[test]
fn matches_patterns_with_and_without_case() {
    let like = |heeds| written(|sql| PostgresDialect.write_like(sql, "t0.\"name\"", "$1", heeds));
    assert_eq!(like(true), "t0.\"name\" LIKE $1");
    assert_eq!(like(false), "t0.\"name\" ILIKE $1");
}

#[test]
fn limits_by_parameters_and_by_numbers() {
    let limit = |limit, offset| written(|sql| PostgresDialect.write_limit(sql, limit, offset));
    assert_eq!(limit(Some(Limit::Parameter(1)), Some(2)), " LIMIT $1 OFFSET $2");
    assert_eq!(limit(Some(Limit::Rows(2)), Some(1)), " LIMIT 2 OFFSET $1");
    assert_eq!(limit(None, Some(2)), " OFFSET $2");
}

#[test]
fn spells_every_type() {
    let spelt = |ty| written(|sql| PostgresDialect.write_type(sql, ty));
    let types = [
        (SqlType::Boolean, "BOOLEAN"),
        (SqlType::SmallInt, "SMALLINT"),
        (SqlType::Integer, "INTEGER"),
        (SqlType::BigInt, "BIGINT"),
        (SqlType::Real, "REAL"),
        (SqlType::Double, "DOUBLE PRECISION"),
        (SqlType::Text, "TEXT"),
        (SqlType::Bytes, "BYTEA"),
        (SqlType::Uuid, "UUID"),
        (SqlType::Date, "DATE"),
        (SqlType::Time, "TIME"),
        (SqlType::DateTime, "TIMESTAMP"),
        (SqlType::Timestamp, "TIMESTAMPTZ"),
        (SqlType::Decimal, "NUMERIC"),
        (SqlType::Json, "JSONB"),
        (SqlType::Word, "TEXT"),
        (SqlType::List(&SqlType::BigInt), "BIGINT[]"),
    ];
    for (ty, sql) in types {
        assert_eq!(spelt(ty), sql);
    }
}
