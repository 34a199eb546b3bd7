//! Rows one by one.
use futures_util::StreamExt as _;
use orm::prelude::*;
use orm::schema::Schema;
use orm::{ErrorKind, Result, schema};

use crate::case::Test;
use crate::cases::support::assert_clean;

crate::cases!["queries": [
    stream_dropped_early_gives_its_connection_back,
    stream_ends_with_the_error_in_its_middle,
    stream_gives_all_rows_in_order,
    stream_is_a_stream_of_futures,
    stream_of_an_accessor,
    stream_of_nothing_ends,
    stream_runs_inside_a_transaction,
    streams_run_side_by_side,
]];

#[derive(Model, Debug, Clone, PartialEq)]
#[has_many(Row)]
struct Sheet {
    id: i64,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[belongs_to(Sheet)]
struct Row {
    id: i64,
    number: i64,
    sheet_id: Option<i64>,
}

/// The same table, read with a narrower type.
#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "rows")]
struct NarrowRow {
    id: i64,
    number: i16,
    sheet_id: Option<i64>,
}

const SCHEMA: Schema = schema![Sheet, Row];

async fn fill(db: &Db, rows: i64) -> Result<()> {
    SCHEMA.sync(db).await?;
    let sheet = Sheet::build().insert(db).await?;
    Row::insert_all(db, (1..=rows).map(|number| Row::build().number(number).sheet(&sheet))).await?;
    Ok(())
}

async fn stream_gives_all_rows_in_order(Test { db, .. }: Test) -> Result<()> {
    fill(&db, 10_000).await?;
    let mut stream = Row::query().order_by(Row::NUMBER.desc()).stream(&db);
    let mut expected = 10_000;
    while let Some(row) = stream.next().await {
        assert_eq!(row?.number, expected);
        expected -= 1;
    }
    assert_eq!(expected, 0);
    assert!(stream.next().await.is_none(), "over is over");
    assert_clean::<Row>(&db, 10_000).await
}

async fn stream_is_a_stream_of_futures(Test { db, .. }: Test) -> Result<()> {
    fill(&db, 1_000).await?;
    let stream = Row::query().filter(Row::NUMBER.gt(300)).order_by(Row::ID.asc()).stream(&db);
    let numbers: Vec<i64> = stream.map(|row| row.unwrap().number).collect().await;
    assert_eq!(numbers, (301..=1_000).collect::<Vec<_>>());
    let mut limited = Row::query().limit(7).stream(&db);
    let mut rows = 0;
    while let Some(row) = limited.next().await {
        row?;
        rows += 1;
    }
    assert_eq!(rows, 7);
    Ok(())
}

async fn stream_of_nothing_ends(Test { db, .. }: Test) -> Result<()> {
    fill(&db, 1).await?;
    assert!(Row::query().filter(Row::ID.eq(77)).stream(&db).next().await.is_none());
    let homeless = Row { id: 1, number: 1, sheet_id: None };
    assert_eq!(homeless.get_sheet(&db).await?, None);
    Ok(())
}

async fn stream_of_an_accessor(Test { db, .. }: Test) -> Result<()> {
    fill(&db, 600).await?;
    Row::build().number(0).insert(&db).await?;
    let sheet = Sheet::get(&db, 1).await?;
    let mut stream = sheet.get_rows(&db).filter(Row::NUMBER.lte(400)).stream();
    let mut sum = 0;
    while let Some(row) = stream.next().await {
        sum += row?.number;
    }
    assert_eq!(sum, 400 * 401 / 2);
    Ok(())
}

async fn stream_dropped_early_gives_its_connection_back(Test { db, .. }: Test) -> Result<()> {
    fill(&db, 3_000).await?;
    for taken in [0, 1, 3, 256, 257, 1_000] {
        let mut stream = Row::query().order_by(Row::ID.asc()).stream(&db);
        for expected in 1..=taken {
            assert_eq!(stream.next().await.unwrap()?.id, expected);
        }
        drop(stream);
        Row::update_where(Row::ID.eq(1)).add(Row::NUMBER, 1).execute(&db).await?;
    }
    assert_eq!(Row::get(&db, 1).await?.number, 7);
    assert_clean::<Row>(&db, 3_000).await
}

async fn stream_ends_with_the_error_in_its_middle(Test { db, .. }: Test) -> Result<()> {
    fill(&db, 1_000).await?;
    Row::update_where(Row::ID.eq(700)).set(Row::NUMBER, 70_000).execute(&db).await?;
    let mut stream = NarrowRow::query().order_by(NarrowRow::ID.asc()).stream(&db);
    let mut rows = 0;
    let error = loop {
        rows += 1;
        match stream.next().await.expect("the error comes before the end") {
            Ok(row) => assert_eq!(row.id, rows),
            Err(error) => break error,
        }
    };
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert!(error.to_string().contains("NarrowRow.number"), "{error}");
    assert!(rows <= 700, "{rows}");
    assert!(stream.next().await.is_none());
    drop(stream);
    let all = NarrowRow::query().all(&db).await;
    assert_eq!(all.unwrap_err().kind(), ErrorKind::Decode);
    assert_clean::<Row>(&db, 1_000).await
}

async fn stream_runs_inside_a_transaction(Test { db, .. }: Test) -> Result<()> {
    fill(&db, 500).await?;
    db.transaction(async |tx| {
        Row::build().number(0).insert(tx).await?;
        let mut rows = 0;
        let mut stream = Row::query().stream(tx);
        while let Some(row) = stream.next().await {
            row?;
            rows += 1;
        }
        assert_eq!(rows, 501);
        drop(stream);
        let mut early = Row::query().stream(tx);
        early.next().await.unwrap()?;
        drop(early);
        Row::delete_where(Row::NUMBER.eq(0)).execute(tx).await?;
        Ok(())
    })
    .await?;
    assert_clean::<Row>(&db, 500).await
}

async fn streams_run_side_by_side(Test { db, .. }: Test) -> Result<()> {
    fill(&db, 1_000).await?;
    let mut up = Row::query().order_by(Row::ID.asc()).stream(&db);
    let mut down = Row::query().order_by(Row::ID.desc()).stream(&db);
    for number in 1..=1_000 {
        assert_eq!(up.next().await.unwrap()?.number, number);
        assert_eq!(down.next().await.unwrap()?.number, 1_001 - number);
    }
    assert!(up.next().await.is_none() && down.next().await.is_none());
    Ok(())
}
