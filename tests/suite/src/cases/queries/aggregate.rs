//! Sums, extremes and means.
use orm::prelude::*;
use orm::{Result, schema};

use super::fixture::*;
use crate::case::Test;

crate::cases!["queries": [
    aggregates_of_columns,
    aggregates_of_none_are_none,
    aggregates_pass_over_empty_columns,
    aggregates_run_over_associations,
    decimals_are_added_exactly,
    sums_are_wider_than_their_columns,
]];

async fn aggregates_of_columns(Test { db, .. }: Test) -> Result<()> {
    world(&db).await?;
    assert_eq!(Task::query().sum(&db, Task::POINTS).await?, Some(32));
    assert_eq!(Task::query().min(&db, Task::POINTS).await?, Some(1));
    assert_eq!(Task::query().max(&db, Task::POINTS).await?, Some(13));
    assert_eq!(Task::query().filter(Task::POINTS.lte(3)).avg(&db, Task::POINTS).await?, Some(2.0));
    assert_eq!(Task::query().filter(Task::POINTS.lte(2)).avg(&db, Task::POINTS).await?, Some(1.5));
    assert_eq!(Task::query().min(&db, Task::TITLE).await?.as_deref(), Some("alpha"));
    assert_eq!(Task::query().max(&db, Task::TITLE).await?.as_deref(), Some("zeta"));
    assert_eq!(Task::query().order_by(Task::ID.asc()).sum(&db, Task::POINTS).await?, Some(32));
    Ok(())
}

async fn aggregates_of_none_are_none(Test { db, .. }: Test) -> Result<()> {
    world(&db).await?;
    let none = || Task::query().filter(Task::ID.eq(77));
    assert_eq!(none().sum(&db, Task::POINTS).await?, None);
    assert_eq!(none().min(&db, Task::POINTS).await?, None);
    assert_eq!(none().max(&db, Task::TITLE).await?, None);
    assert_eq!(none().avg(&db, Task::WEIGHT).await?, None);
    Ok(())
}

async fn aggregates_pass_over_empty_columns(Test { db, .. }: Test) -> Result<()> {
    world(&db).await?;
    assert_eq!(Task::query().sum(&db, Task::WEIGHT).await?, Some(0.0));
    assert_eq!(Task::query().min(&db, Task::WEIGHT).await?, Some(-2.0));
    assert_eq!(Task::query().max(&db, Task::WEIGHT).await?, Some(1.5));
    assert_eq!(Task::query().avg(&db, Task::WEIGHT).await?, Some(0.0));
    assert_eq!(Task::query().filter(Task::WEIGHT.is_null()).sum(&db, Task::WEIGHT).await?, None);
    Ok(())
}

async fn aggregates_run_over_associations(Test { db, .. }: Test) -> Result<()> {
    world(&db).await?;
    let gemini = Project::get(&db, 2).await?;
    let tasks = || gemini.get_tasks(&db).into_query();
    assert_eq!(tasks().sum(&db, Task::POINTS).await?, Some(16));
    assert_eq!(tasks().filter(Task::DONE.eq(false)).max(&db, Task::POINTS).await?, Some(3));
    assert_eq!(
        Task::query()
            .filter(Task::PROJECT.matches(Project::NAME.eq("apollo")))
            .sum(&db, Task::POINTS)
            .await?,
        Some(3)
    );
    assert_eq!(Project::get(&db, 3).await?.get_tasks(&db).into_query().sum(&db, Task::POINTS).await?, None);
    Ok(())
}

mod numbers {
    use super::*;

    #[derive(Model, Debug, Clone, PartialEq)]
    pub(super) struct Number {
        pub(super) id: i64,
        pub(super) small: i16,
        pub(super) plain: i32,
        pub(super) wide: i64,
        pub(super) single: f32,
        pub(super) price: rust_decimal::Decimal,
    }

    pub(super) fn make(small: i16, plain: i32, cents: i64) -> impl orm::builder::Ready<Number> {
        let price = rust_decimal::Decimal::new(cents, 2);
        Number::build().small(small).plain(plain).wide(i64::from(plain)).single(0.5).price(price)
    }
}

async fn sums_are_wider_than_their_columns(Test { db, .. }: Test) -> Result<()> {
    use numbers::*;
    schema![Number].sync(&db).await?;
    Number::insert_all(&db, [make(i16::MAX, i32::MAX, 0), make(i16::MAX, i32::MAX, 0)]).await?;
    assert_eq!(Number::query().sum(&db, Number::SMALL).await?, Some(65_534));
    assert_eq!(Number::query().sum(&db, Number::PLAIN).await?, Some(4_294_967_294));
    assert_eq!(Number::query().sum(&db, Number::WIDE).await?, Some(4_294_967_294));
    assert_eq!(Number::query().sum(&db, Number::SINGLE).await?, Some(1.0));
    assert_eq!(Number::query().max(&db, Number::SMALL).await?, Some(i16::MAX));
    assert_eq!(Number::query().avg(&db, Number::PLAIN).await?, Some(f64::from(i32::MAX)));
    Ok(())
}

async fn decimals_are_added_exactly(Test { db, .. }: Test) -> Result<()> {
    use numbers::*;
    schema![Number].sync(&db).await?;
    Number::insert_all(&db, [make(0, 0, 10), make(0, 0, 20), make(0, 0, 12_345)]).await?;
    assert_eq!(Number::query().sum(&db, Number::PRICE).await?, Some(rust_decimal::Decimal::new(12_375, 2)));
    assert_eq!(Number::query().max(&db, Number::PRICE).await?, Some(rust_decimal::Decimal::new(12_345, 2)));
    assert_eq!(Number::query().filter(Number::PRICE.lt(rust_decimal::Decimal::ONE)).count(&db).await?, 2);
    Ok(())
}
