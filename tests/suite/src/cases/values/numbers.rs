//! Integers, floats, booleans and decimals.
use orm::prelude::*;
use orm::schema::Schema;
use orm::{ErrorKind, Result, schema};
use rust_decimal::Decimal;

use super::kept_or_refused;
use crate::case::Test;
use crate::cases::support::rows;

crate::cases!["values": [
    booleans_round_trip,
    decimals_are_exact_or_refused,
    empty_numbers_stay_empty,
    floats_round_trip_to_the_bit,
    infinities_are_kept_or_refused,
    integers_round_trip_at_their_limits,
    narrower_types_refuse_what_does_not_fit,
    not_a_number_is_never_stored_as_empty,
]];

#[derive(Model, Debug, Clone, PartialEq)]
struct Integers {
    id: i64,
    i8: i8,
    i16: i16,
    i32: i32,
    i64: i64,
    u8: u8,
    u16: u16,
    u32: u32,
    yes: bool,
}

#[derive(Model, Debug, Clone, PartialEq)]
struct Floats {
    id: i64,
    double: f64,
    single: f32,
}

#[derive(Model, Debug, Clone, PartialEq)]
struct Empty {
    id: i64,
    i8: Option<i8>,
    i16: Option<i16>,
    i32: Option<i32>,
    i64: Option<i64>,
    u8: Option<u8>,
    u16: Option<u16>,
    u32: Option<u32>,
    yes: Option<bool>,
    double: Option<f64>,
    single: Option<f32>,
    price: Option<Decimal>,
}

#[derive(Model, Debug, Clone, PartialEq)]
struct Price {
    id: i64,
    amount: Decimal,
}

const SCHEMA: Schema = schema![Integers, Floats, Empty, Price];

async fn integers_round_trip_at_their_limits(Test { db, .. }: Test) -> Result<()> {
    SCHEMA.sync(&db).await?;
    let least = Integers::build().i8(i8::MIN).i16(i16::MIN).i32(i32::MIN).i64(i64::MIN);
    let least = least.u8(u8::MIN).u16(u16::MIN).u32(u32::MIN).yes(false).insert(&db).await?;
    let most = Integers::build().i8(i8::MAX).i16(i16::MAX).i32(i32::MAX).i64(i64::MAX);
    let most = most.u8(u8::MAX).u16(u16::MAX).u32(u32::MAX).yes(true).insert(&db).await?;
    assert_eq!((least.i64, most.i64, most.u32), (i64::MIN, i64::MAX, u32::MAX));
    assert_eq!(rows(&db, Integers::ID.asc()).await?, [least, most]);
    assert_eq!(Integers::query().filter(Integers::I64.eq(i64::MIN)).count(&db).await?, 1);
    assert_eq!(Integers::query().filter(Integers::U32.gt(u32::MAX - 1)).count(&db).await?, 1);
    assert_eq!(Integers::query().filter(Integers::I64.is_in([i64::MAX, i64::MIN])).count(&db).await?, 2);
    let extreme = Integers::build().id(i64::MAX).i8(0).i16(0).i32(0).i64(0).u8(0).u16(0).u32(0).yes(true);
    assert_eq!(extreme.insert(&db).await?.id, i64::MAX);
    assert_eq!(Integers::get(&db, i64::MAX).await?.id, i64::MAX);
    Ok(())
}

async fn booleans_round_trip(Test { db, .. }: Test) -> Result<()> {
    SCHEMA.sync(&db).await?;
    for yes in [None, Some(false), Some(true)] {
        let stored = Empty::build().yes(yes).insert(&db).await?;
        assert_eq!(Empty::get(&db, stored.id).await?.yes, yes);
    }
    assert_eq!(Empty::query().filter(Empty::YES.eq(false)).count(&db).await?, 1);
    Ok(())
}

/// A list is exact, or the database says that it cannot hold it.
async fn assert_listed(db: &Db, double: f64, single: f32) -> Result<()> {
    for listed in [Floats::DOUBLE.is_in([double]), Floats::SINGLE.is_in([single])] {
        match Floats::query().filter(listed).count(db).await {
            Ok(count) => assert_eq!(count, 1, "{double:e} {single:e}"),
            Err(error) => assert_eq!(error.kind(), ErrorKind::InvalidInput, "{error}"),
        }
    }
    Ok(())
}

async fn floats_round_trip_to_the_bit(Test { db, .. }: Test) -> Result<()> {
    SCHEMA.sync(&db).await?;
    let doubles = [
        0.0,
        0.1,
        -1.5,
        1.0 / 3.0,
        2.0,
        f64::MAX,
        f64::MIN,
        f64::MIN_POSITIVE,
        f64::EPSILON,
        5e-324,
        1e15,
        9_007_199_254_740_993.0,
    ];
    let singles = [
        0.0,
        0.1,
        -1.5,
        1.0 / 3.0,
        2.0,
        f32::MAX,
        f32::MIN,
        f32::MIN_POSITIVE,
        f32::EPSILON,
        1e-45,
        1e15,
        16_777_217.0,
    ];
    for (double, single) in doubles.into_iter().zip(singles) {
        let given = Floats::build().double(double).single(single).insert(&db).await?;
        let stored = Floats::get(&db, given.id).await?;
        assert_eq!(
            (stored.double.to_bits(), stored.single.to_bits()),
            (double.to_bits(), single.to_bits()),
            "{double:e} {single:e}"
        );
        assert_eq!(Floats::query().filter(Floats::DOUBLE.eq(double)).count(&db).await?, 1, "{double:e}");
        assert_eq!(Floats::query().filter(Floats::SINGLE.eq(single)).count(&db).await?, 1, "{single:e}");
        assert_listed(&db, double, single).await?;
    }
    let zero = Floats::build().double(-0.0).single(-0.0).insert(&db).await?;
    let zero = Floats::get(&db, zero.id).await?;
    assert_eq!((zero.double, zero.single), (0.0, 0.0), "the sign of a zero may be lost, its value not");
    Ok(())
}

async fn infinities_are_kept_or_refused(Test { db, .. }: Test) -> Result<()> {
    SCHEMA.sync(&db).await?;
    for (double, single) in [(f64::INFINITY, f32::NEG_INFINITY), (f64::NEG_INFINITY, f32::INFINITY)] {
        let row = Floats::build().double(double).single(single);
        if let Some(stored) = kept_or_refused(&db, row, |row| row.id).await? {
            assert_eq!((stored.double, stored.single), (double, single));
        }
    }
    Ok(())
}

async fn not_a_number_is_never_stored_as_empty(Test { db, .. }: Test) -> Result<()> {
    SCHEMA.sync(&db).await?;
    match Empty::build().double(f64::NAN).insert(&db).await {
        Ok(given) => assert!(Empty::get(&db, given.id).await?.double.is_some_and(f64::is_nan)),
        Err(error) => assert_eq!(error.kind(), ErrorKind::InvalidInput),
    }
    match Empty::build().single(f32::NAN).insert(&db).await {
        Ok(given) => assert!(Empty::get(&db, given.id).await?.single.is_some_and(f32::is_nan)),
        Err(error) => assert_eq!(error.kind(), ErrorKind::InvalidInput),
    }
    assert_eq!(Empty::query().filter(Empty::DOUBLE.is_null() & Empty::SINGLE.is_null()).count(&db).await?, 0);
    Ok(())
}

async fn empty_numbers_stay_empty(Test { db, .. }: Test) -> Result<()> {
    SCHEMA.sync(&db).await?;
    let empty = Empty::build().insert(&db).await?;
    let zero =
        Empty::build().i8(0).i16(0).i32(0).i64(0).u8(0).u16(0).u32(0).yes(false).double(0.0).single(0.0);
    let zero = zero.price(Decimal::ZERO).insert(&db).await?;
    assert_eq!((empty.i8, empty.double, empty.price, zero.i8), (None, None, None, Some(0)));
    assert_eq!(rows(&db, Empty::ID.asc()).await?, [empty, zero]);
    Ok(())
}

mod narrow {
    use super::*;

    #[derive(Model, Debug, Clone, PartialEq)]
    #[model(table = "integers")]
    pub(super) struct Narrow {
        pub(super) id: i64,
        pub(super) i64: i16,
        pub(super) i32: u8,
    }
}

async fn narrower_types_refuse_what_does_not_fit(Test { db, .. }: Test) -> Result<()> {
    use narrow::Narrow;
    SCHEMA.sync(&db).await?;
    let make = |wide: i64, plain: i32| {
        let row = Integers::build().i8(0).i16(0).i32(plain).i64(wide);
        row.u8(0).u16(0).u32(0).yes(true)
    };
    Integers::insert_all(&db, [make(7, 255), make(40_000, 0), make(0, 256), make(0, -1)]).await?;
    assert_eq!(Narrow::get(&db, 1).await?, Narrow { id: 1, i64: 7, i32: 255 });
    for id in 2..=4 {
        let error = Narrow::get(&db, id).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Decode);
        assert!(error.to_string().contains("Narrow.i") && !error.to_string().contains("40000"), "{error}");
    }
    Ok(())
}

async fn decimals_are_exact_or_refused(Test { db, .. }: Test) -> Result<()> {
    SCHEMA.sync(&db).await?;
    for text in [
        "0",
        "1",
        "-1",
        "0.1",
        "12.50",
        "-0.01",
        "999999999999.99",
        "0.000000000001",
        "123456789012345",
        "9223372036854775807",
        "-9223372036854775808",
        "9223372036854775808",
        "79228162514264337593543950335",
        "-79228162514264337593543950335",
        "0.1234567890123456789012345678",
        "1.0000000000000001",
        "12345678901234567.5",
        "1000000000000000000000000000",
        "0.0000000000000000000000000001",
    ] {
        let amount: Decimal = text.parse().unwrap();
        if let Some(stored) = kept_or_refused(&db, Price::build().amount(amount), |price| price.id).await? {
            assert_eq!(stored.amount, amount);
            assert_eq!(Price::query().filter(Price::AMOUNT.eq(amount)).count(&db).await?, 1, "{text}");
            assert_eq!(Price::query().filter(Price::AMOUNT.is_in([amount])).count(&db).await?, 1, "{text}");
            Price::delete_all().execute(&db).await?;
        }
    }
    let small = Price::build().amount("12.50".parse::<Decimal>().unwrap()).insert(&db).await?;
    assert_eq!(Price::get(&db, small.id).await?.amount, Decimal::new(125, 1), "money must work anywhere");
    Ok(())
}
