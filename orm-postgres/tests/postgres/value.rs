//! Every type there and back, at its bounds, and what has no counterpart.
use orm_core::driver::Driver as _;
use orm_core::value::{SqlType, Value};
use orm_core::{ErrorKind, Result};
use orm_test_server::Database;

use crate::support::{connect, error_of, integer, request, rows, script, value};

crate::support::cases![
    keeps_every_type,
    keeps_nulls,
    keeps_decimals_as_the_server_writes_them,
    counts_time_from_1970,
    refuses_what_cannot_be_stored,
    finds_members_of_lists,
    reads_enums_domains_and_citext_as_text,
    reads_arrays_as_lists,
    sends_words_as_what_the_server_wants,
    names_types_without_counterpart,
    refuses_infinite_times,
    reads_aggregates_of_integers_as_decimals,
];

async fn keeps_every_type(database: &Database) -> Result<()> {
    let db = connect(database, "").await?;
    let values = [
        ("bool", Value::Bool(true)),
        ("int8", integer(i64::MIN)),
        ("float8", Value::Double(-0.1)),
        ("float8", Value::Double(f64::INFINITY)),
        ("text", Value::Text("Zoë ' \\ \u{1F600}".to_owned())),
        ("bytea", Value::Bytes(vec![0, 255, 10])),
        ("uuid", Value::Uuid([7; 16])),
        ("date", Value::Date(-719_162)),
        ("date", Value::Date(2_932_896)),
        ("time", Value::Time(86_399_999_999)),
        ("timestamp", Value::DateTime(-1)),
        ("timestamptz", Value::Timestamp(1_700_000_000_123_456)),
        ("numeric", Value::Decimal("-12.50".to_owned())),
        ("jsonb", Value::Json("{\"a\": [1, null]}".to_owned())),
    ];
    for (ty, given) in values {
        assert_eq!(value(&db, "SELECT $1", vec![given.clone()]).await?, given, "{ty}");
        let name = value(
            &db,
            "SELECT pg_typeof($1)::text = $2::regtype::text",
            vec![given, Value::Text(ty.to_owned())],
        );
        assert_eq!(name.await?, Value::Bool(true), "{ty}");
    }
    let small = Value::Integer(SqlType::SmallInt, -32_768);
    assert_eq!(value(&db, "SELECT $1::int2", vec![small]).await?, integer(-32_768));
    let real = value(&db, "SELECT $1::float4", vec![Value::Real(0.5)]).await?;
    assert_eq!(real, Value::Double(0.5));
    Ok(())
}

async fn keeps_nulls(database: &Database) -> Result<()> {
    let db = connect(database, "").await?;
    for ty in [
        SqlType::Boolean,
        SqlType::SmallInt,
        SqlType::Text,
        SqlType::Decimal,
        SqlType::Json,
        SqlType::Timestamp,
    ] {
        assert!(value(&db, "SELECT $1", vec![Value::Null(ty)]).await?.is_null());
    }
    Ok(())
}

async fn keeps_decimals_as_the_server_writes_them(database: &Database) -> Result<()> {
    let db = connect(database, "").await?;
    let digits = [
        "0",
        "0.00",
        "1",
        "-1",
        "9999",
        "10000",
        "10000.0001",
        "0.0001",
        "0.00001",
        "-0.10",
        "123456789.987654321",
        "100000000",
        "1e-20",
        "12345678901234567890123456789012345678901234567890.5",
    ];
    for digits in digits {
        let row =
            rows(&db, &format!("SELECT n, n::text FROM (SELECT '{digits}'::numeric AS n) AS t"), vec![])
                .await?;
        let (Value::Decimal(read), Value::Text(written)) = (&row[0][0], &row[0][1]) else {
            panic!("{row:?}")
        };
        assert_eq!(read, written);
        let sent = value(&db, "SELECT $1::text", vec![Value::Decimal(written.clone())]).await?;
        assert_eq!(sent, Value::Text(written.clone()));
    }
    for special in ["NaN", "Infinity", "-Infinity"] {
        let read = value(&db, &format!("SELECT '{special}'::numeric"), vec![]).await?;
        assert_eq!(read, Value::Decimal(special.to_owned()));
    }
    Ok(())
}

async fn counts_time_from_1970(database: &Database) -> Result<()> {
    let db = connect(database, "").await?;
    let row = rows(
        &db,
        "SELECT '1970-01-02'::date, '1970-01-01T00:00:01Z'::timestamptz, '1970-01-01 00:00:01'::timestamp, '00:00:01'::time",
        vec![],
    );
    let second = 1_000_000;
    let expected =
        vec![Value::Date(1), Value::Timestamp(second), Value::DateTime(second), Value::Time(second)];
    assert_eq!(row.await?, [expected]);
    Ok(())
}

async fn refuses_what_cannot_be_stored(database: &Database) -> Result<()> {
    let db = connect(database, "pool=1").await?;
    let values = [
        Value::Text("a\0b".to_owned()),
        Value::Json("\"\0\"".to_owned()),
        Value::Integer(SqlType::SmallInt, 32_768),
        Value::Integer(SqlType::Integer, i64::from(i32::MIN) - 1),
        Value::Date(i32::MIN),
        Value::Timestamp(i64::MIN),
        Value::Time(-1),
        Value::Decimal("twelve".to_owned()),
        Value::List(SqlType::Text, vec![integer(1)]),
        Value::List(SqlType::Text, vec![Value::List(SqlType::Text, Vec::new())]),
    ];
    for given in values {
        let error = error_of(&db, "SELECT $1", vec![given]).await;
        assert_eq!(error.kind(), ErrorKind::InvalidInput, "{error}");
    }
    assert_eq!(value(&db, "SELECT 1", vec![]).await?, integer(1));
    Ok(())
}

async fn finds_members_of_lists(database: &Database) -> Result<()> {
    let db = connect(database, "").await?;
    let text = |text: &str| Value::Text(text.to_owned());
    let lists = [
        (SqlType::BigInt, vec![integer(1), integer(2)]),
        (SqlType::SmallInt, vec![Value::Integer(SqlType::SmallInt, 1)]),
        (SqlType::Text, vec![text("a"), text("b,\"c\""), Value::Null(SqlType::Text)]),
        (SqlType::Bytes, vec![Value::Bytes(vec![0])]),
        (SqlType::Uuid, vec![Value::Uuid([1; 16])]),
        (SqlType::Boolean, vec![Value::Bool(false)]),
        (SqlType::Decimal, vec![Value::Decimal("1.50".to_owned())]),
        (SqlType::Double, vec![Value::Double(1.5)]),
        (SqlType::Date, vec![Value::Date(1)]),
        (SqlType::Timestamp, vec![Value::Timestamp(1)]),
        (SqlType::Json, vec![Value::Json("{}".to_owned())]),
    ];
    for (ty, values) in lists {
        let found =
            value(&db, "SELECT $1 = ANY($2)", vec![values[0].clone(), Value::List(ty, values)]).await?;
        assert_eq!(found, Value::Bool(true), "{ty:?}");
        let none = value(&db, "SELECT cardinality($1)", vec![Value::List(ty, Vec::new())]).await?;
        assert_eq!(none, integer(0));
    }
    let many = (0..100_000).map(integer).collect();
    let count =
        value(&db, "SELECT count(*) FROM unnest($1) AS n", vec![Value::List(SqlType::BigInt, many)]).await?;
    assert_eq!(count, integer(100_000));
    Ok(())
}

async fn reads_enums_domains_and_citext_as_text(database: &Database) -> Result<()> {
    let db = connect(database, "").await?;
    let schema = "CREATE TYPE mood AS ENUM ('glad', 'sad'); CREATE DOMAIN word AS varchar(10);
        CREATE TABLE notes (mood mood, word word, letters char(3), name name);
        INSERT INTO notes VALUES ('sad', 'x', 'a', 'n')";
    script(&db, schema).await?;
    let text = |text: &str| Value::Text(text.to_owned());
    let expected = vec![text("sad"), text("x"), text("a  "), text("n")];
    assert_eq!(rows(&db, "SELECT * FROM notes", vec![]).await?, [expected]);
    let error = error_of(&db, "UPDATE notes SET mood = $1", vec![text("glad")]).await;
    assert_eq!(error.kind(), ErrorKind::InvalidInput);
    assert!(error.message().contains("cast"), "{error}");
    Ok(())
}

async fn reads_arrays_as_lists(database: &Database) -> Result<()> {
    let db = connect(database, "pool=1").await?;
    script(&db, "CREATE TYPE mood AS ENUM ('glad', 'sad'); CREATE DOMAIN words AS text[]").await?;
    let text = |text: &str| Value::Text(text.to_owned());
    let decimal = |digits: &str| Value::Decimal(digits.to_owned());
    let lists = [
        ("'{}'::int8[]", vec![]),
        ("'{1,-2}'::int2[]", vec![integer(1), integer(-2)]),
        ("'[5:6]={1,2}'::int4[]", vec![integer(1), integer(2)]),
        ("'{1,NULL}'::int8[]", vec![integer(1), Value::Null(SqlType::Text)]),
        ("ARRAY['a', '', 'ü,\"']", vec![text("a"), text(""), text("ü,\"")]),
        ("'{glad,sad}'::mood[]", vec![text("glad"), text("sad")]),
        ("'{a}'::words", vec![text("a")]),
        ("'{12.50,-1e-9}'::numeric[]", vec![decimal("12.50"), decimal("-0.000000001")]),
        ("'{t,f}'::bool[]", vec![Value::Bool(true), Value::Bool(false)]),
        ("'{1970-01-02}'::date[]", vec![Value::Date(1)]),
    ];
    for (sql, expected) in lists {
        let Value::List(_, values) = value(&db, &format!("SELECT {sql}"), vec![]).await? else {
            panic!("{sql}")
        };
        assert_eq!(values, expected, "{sql}");
    }
    let two = error_of(&db, "SELECT ARRAY[[1, 2], [3, 4]] AS grid", vec![]).await;
    assert_eq!(two.kind(), ErrorKind::Decode);
    assert!(two.message().contains("several dimensions"), "{two}");
    let list = Value::List(SqlType::Integer, vec![Value::Integer(SqlType::Integer, 7)]);
    assert_eq!(value(&db, "SELECT ($1)[1]", vec![list]).await?, integer(7));
    let none = Value::Null(SqlType::List(&SqlType::Integer));
    assert_eq!(value(&db, "SELECT pg_typeof($1)::text", vec![none]).await?, text("integer[]"));
    Ok(())
}

/// A text parameter is text, and no enum; a word is what its place wants.
async fn sends_words_as_what_the_server_wants(database: &Database) -> Result<()> {
    let db = connect(database, "pool=1").await?;
    script(&db, "CREATE TYPE mood AS ENUM ('glad', 'sad'); CREATE TABLE notes (mood mood, name text)")
        .await?;
    let word = |word: &str| Value::Word(word.to_owned());
    let both = vec![word("sad"), word("sad"), Value::Null(SqlType::Word), word("b")];
    db.run(request("INSERT INTO notes VALUES ($1, $2), ($3, $4)", both)).await?;
    let sad = Value::Text("sad".to_owned());
    let found =
        rows(&db, "SELECT name FROM notes WHERE mood = $1 AND name = $2", vec![word("sad"), word("sad")]);
    assert_eq!(found.await?, [vec![sad.clone()]]);
    let list = Value::List(SqlType::Word, vec![word("sad"), word("glad")]);
    assert_eq!(value(&db, "SELECT name FROM notes WHERE mood::text = ANY($1)", vec![list]).await?, sad);
    let error = error_of(&db, "UPDATE notes SET mood = $1", vec![word("bored")]).await;
    assert_eq!(error.kind(), ErrorKind::InvalidInput, "{error}");
    Ok(())
}

async fn names_types_without_counterpart(database: &Database) -> Result<()> {
    let db = connect(database, "pool=1").await?;
    for (sql, ty) in [
        ("SELECT interval '1 day' AS span", "interval"),
        ("SELECT ARRAY[interval '1 day'] AS span", "interval[]"),
        ("SELECT inet '::1' AS span", "inet"),
        ("SELECT row(1, 2) AS span", "record"),
        ("SELECT '[1,2)'::int4range AS span", "int4range"),
    ] {
        let error = error_of(&db, sql, vec![]).await;
        assert_eq!(error.kind(), ErrorKind::Decode);
        assert!(error.message().contains(&format!("`{ty}`")), "{error}");
        assert!(error.message().contains("span::text"), "{error}");
    }
    assert_eq!(value(&db, "SELECT 1", vec![]).await?, integer(1));
    Ok(())
}

async fn refuses_infinite_times(database: &Database) -> Result<()> {
    let db = connect(database, "").await?;
    for ty in ["date", "timestamp", "timestamptz"] {
        for sign in ["", "-"] {
            let error = error_of(&db, &format!("SELECT '{sign}infinity'::{ty} AS day"), vec![]).await;
            assert_eq!(error.kind(), ErrorKind::Decode);
            assert!(error.message().contains("infinite"), "{error}");
        }
    }
    Ok(())
}

async fn reads_aggregates_of_integers_as_decimals(database: &Database) -> Result<()> {
    use orm_core::value::ColumnType as _;
    let db = connect(database, "").await?;
    let sum = value(&db, "SELECT sum(n) FROM generate_series(1::int8, 3) AS n", vec![]).await?;
    assert_eq!(i64::from_value(sum.as_ref()), Ok(6));
    let mean = value(&db, "SELECT avg(n) FROM generate_series(1::int8, 2) AS n", vec![]).await?;
    assert_eq!(f64::from_value(mean.as_ref()), Ok(1.5));
    let too_much =
        value(&db, "SELECT sum(n) FROM (VALUES (9223372036854775807), (1)) AS t (n)", vec![]).await?;
    assert!(i64::from_value(too_much.as_ref()).is_err());
    Ok(())
}
