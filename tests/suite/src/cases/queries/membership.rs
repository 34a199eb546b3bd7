//! `is_in` and `not_in`, of any length and type.
use orm::prelude::*;
use orm::{Result, schema};

use super::fixture::*;
use crate::case::Test;
use crate::cases::support::sorted;

crate::cases!["queries": [
    is_in_keeps_text_apart,
    is_in_takes_any_number_of_values,
    is_in_takes_every_type,
    keys_of_accessors_may_be_many,
    not_in_takes_any_number_of_values,
]];

async fn is_in_takes_any_number_of_values(Test { db, .. }: Test) -> Result<()> {
    world(&db).await?;
    assert_eq!(tasks(&db, Task::ID.is_in(Vec::<i64>::new())).await?, NO_IDS);
    assert_eq!(tasks(&db, Task::ID.is_in([2])).await?, [2]);
    assert_eq!(tasks(&db, Task::ID.is_in([2, 2, 5, 77])).await?, [2, 5]);
    assert_eq!(tasks(&db, Task::ID.is_in(&[2_i64, 5])).await?, [2, 5]);
    assert_eq!(tasks(&db, Task::ID.is_in(2..40_002)).await?, [2, 3, 4, 5, 6]);
    let titles = (0..40_000).map(|number| format!("title {number}")).chain(["beta".to_owned()]);
    assert_eq!(tasks(&db, Task::TITLE.is_in(titles)).await?, [2]);
    Ok(())
}

async fn not_in_takes_any_number_of_values(Test { db, .. }: Test) -> Result<()> {
    world(&db).await?;
    assert_eq!(tasks(&db, Task::ID.not_in(Vec::<i64>::new())).await?.len(), 6);
    assert_eq!(tasks(&db, Task::ID.not_in([2])).await?, [1, 3, 4, 5, 6]);
    assert_eq!(tasks(&db, Task::ID.not_in(2..40_002)).await?, [1]);
    // An empty column differs from nothing, as with `ne`.
    assert_eq!(tasks(&db, Task::NOTE.not_in(["later"])).await?, [4, 5]);
    assert_eq!(tasks(&db, Task::NOTE.not_in([""; 0])).await?.len(), 6);
    Ok(())
}

async fn keys_of_accessors_may_be_many(Test { db, .. }: Test) -> Result<()> {
    SCHEMA.sync(&db).await?;
    let project = Project::build().name("p").insert(&db).await?;
    let rows = (0..40_000).map(|number| Task::build().title("t").points(number).done(false));
    let many = Task::insert_all(&db, rows).await?;
    project.add_tasks(&db, &many).await?;
    assert!(project.has_tasks(&db, &many).await?);
    assert_eq!(project.count_tasks(&db).await?, 40_000);
    project.set_tasks(&db, &many[1..]).await?;
    assert!(!project.has_tasks(&db, &many).await?);
    assert_eq!(project.remove_tasks(&db, &many).await?, 39_999);
    assert_eq!(project.count_tasks(&db).await?, 0);
    Ok(())
}

async fn is_in_keeps_text_apart(Test { db, .. }: Test) -> Result<()> {
    world(&db).await?;
    let texts = [
        "",
        "a,b",
        "a\"b",
        "a'b",
        "a\\b",
        "\\\"",
        "{a}",
        "[1]",
        "null",
        "NULL",
        "ä\u{1F980}\u{7}\n\t",
        "1",
        "1.0",
        " ",
    ];
    let rows = texts.map(|text| Task::build().title(text).points(0).done(false));
    Task::insert_all(&db, rows).await?;
    for text in texts {
        let found = Task::query().filter(Task::TITLE.is_in([text])).select(Task::TITLE).all(&db).await?;
        assert_eq!(found, [text]);
    }
    let found = Task::query().filter(Task::TITLE.is_in(texts)).select(Task::TITLE).all(&db).await?;
    assert_eq!(sorted(found), sorted(texts.map(str::to_owned).to_vec()));
    Ok(())
}

mod every_type {
    use super::*;

    #[derive(Model, Debug, Clone, PartialEq)]
    pub(super) struct Sample {
        pub(super) id: i64,
        pub(super) yes: bool,
        pub(super) small: i16,
        pub(super) float: f64,
        pub(super) single: f32,
        pub(super) bytes: Vec<u8>,
        pub(super) uuid: uuid::Uuid,
        pub(super) day: chrono::NaiveDate,
        pub(super) time: chrono::NaiveTime,
        pub(super) moment: chrono::DateTime<chrono::Utc>,
        pub(super) price: rust_decimal::Decimal,
    }
}

async fn is_in_takes_every_type(Test { db, .. }: Test) -> Result<()> {
    use every_type::*;
    schema![Sample].sync(&db).await?;
    let moment = chrono::DateTime::from_timestamp(1_700_000_000, 123_456_000).unwrap();
    let make = |bytes: &[u8], number: u128| {
        let sample = Sample::build().yes(true).small(-7).float(0.1).single(0.1).bytes(bytes.to_vec());
        let sample = sample.uuid(uuid::Uuid::from_u128(number)).day(moment.date_naive()).time(moment.time());
        sample.moment(moment).price(rust_decimal::Decimal::new(1250, 2))
    };
    Sample::insert_all(&db, [make(&[0, 255, 34], 1), make(&[], u128::MAX)]).await?;
    let count = async |filter| Sample::query().filter(filter).count(&db).await;
    assert_eq!(count(Sample::YES.is_in([true])).await?, 2);
    assert_eq!(count(Sample::YES.is_in([false])).await?, 0);
    assert_eq!(count(Sample::SMALL.is_in([-7, i16::MAX])).await?, 2);
    assert_eq!(count(Sample::FLOAT.is_in([0.1, f64::INFINITY])).await?, 2);
    assert_eq!(count(Sample::SINGLE.is_in([0.1])).await?, 2);
    assert_eq!(count(Sample::BYTES.is_in([vec![0, 255, 34]])).await?, 1);
    assert_eq!(count(Sample::BYTES.is_in([vec![], vec![1]])).await?, 1);
    assert_eq!(count(Sample::UUID.is_in([uuid::Uuid::from_u128(1), uuid::Uuid::nil()])).await?, 1);
    assert_eq!(count(Sample::DAY.is_in([moment.date_naive()])).await?, 2);
    assert_eq!(count(Sample::TIME.is_in([moment.time()])).await?, 2);
    assert_eq!(count(Sample::MOMENT.is_in([moment])).await?, 2);
    assert_eq!(count(Sample::PRICE.is_in([rust_decimal::Decimal::new(125, 1)])).await?, 2);
    assert_eq!(count(Sample::PRICE.not_in([rust_decimal::Decimal::new(125, 1)])).await?, 0);
    Ok(())
}
