//! Dates and times, of chrono and of time.
use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, Utc};
use orm::prelude::*;
use orm::schema::Schema;
use orm::{Result, schema};
use time::macros::{date, datetime, time};
use time::{Date, OffsetDateTime, PrimitiveDateTime, Time};

use super::kept_or_refused;
use crate::case::Test;

crate::cases!["values": [
    chrono_round_trips,
    chrono_years_out_of_range_are_kept_or_refused,
    moments_compare_as_moments,
    nanoseconds_are_cut_off,
    time_round_trips,
    times_of_both_crates_mean_the_same,
]];

#[derive(Model, Debug, Clone, PartialEq)]
struct Stored {
    id: i64,
    day: NaiveDate,
    clock: NaiveTime,
    local: NaiveDateTime,
    moment: DateTime<Utc>,
    maybe: Option<DateTime<Utc>>,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "storeds")]
struct Other {
    id: i64,
    day: Date,
    clock: Time,
    local: PrimitiveDateTime,
    moment: OffsetDateTime,
    maybe: Option<OffsetDateTime>,
}

const SCHEMA: Schema = schema![Stored];

fn local(
    year: i32,
    month: u32,
    day: u32,
    (hour, minute, second, micro): (u32, u32, u32, u32),
) -> NaiveDateTime {
    NaiveDate::from_ymd_opt(year, month, day).unwrap().and_hms_micro_opt(hour, minute, second, micro).unwrap()
}

fn moments() -> [NaiveDateTime; 9] {
    [
        local(1970, 1, 1, (0, 0, 0, 0)),
        local(1969, 12, 31, (23, 59, 59, 999_999)),
        local(2024, 2, 29, (12, 34, 56, 0)),
        local(2024, 2, 29, (12, 34, 56, 1)),
        local(2024, 2, 29, (12, 34, 56, 100_000)),
        local(2024, 12, 31, (23, 59, 59, 999_999)),
        local(1, 1, 1, (0, 0, 0, 0)),
        local(1600, 3, 1, (1, 2, 3, 4)),
        local(9999, 12, 31, (23, 59, 59, 999_999)),
    ]
}

async fn store(db: &Db, moment: NaiveDateTime) -> Result<Stored> {
    let row = Stored::build().day(moment.date()).clock(moment.time()).local(moment).moment(moment.and_utc());
    row.maybe(moment.and_utc()).insert(db).await
}

async fn chrono_round_trips(Test { db, .. }: Test) -> Result<()> {
    SCHEMA.sync(&db).await?;
    for moment in moments() {
        let given = store(&db, moment).await?;
        let stored = Stored::get(&db, given.id).await?;
        assert_eq!(stored, given);
        assert_eq!((stored.day, stored.clock, stored.local), (moment.date(), moment.time(), moment));
        assert_eq!((stored.moment, stored.maybe), (moment.and_utc(), Some(moment.and_utc())));
        assert_eq!(Stored::query().filter(Stored::MOMENT.eq(moment.and_utc())).count(&db).await?, 1);
        assert_eq!(Stored::query().filter(Stored::LOCAL.is_in([moment])).count(&db).await?, 1);
    }
    let empty = Stored::build()
        .day(moments()[0].date())
        .clock(NaiveTime::MIN)
        .local(moments()[0])
        .moment(moments()[0].and_utc())
        .insert(&db)
        .await?;
    assert_eq!(Stored::get(&db, empty.id).await?.maybe, None);
    Ok(())
}

/// Order and comparison are those of the moments, whether or not there is a fraction of a second.
async fn moments_compare_as_moments(Test { db, .. }: Test) -> Result<()> {
    SCHEMA.sync(&db).await?;
    let mut expected = moments();
    for moment in expected {
        store(&db, moment).await?;
    }
    expected.sort();
    let locals = Stored::query().order_by(Stored::LOCAL.asc()).select(Stored::LOCAL).all(&db).await?;
    assert_eq!(locals, expected);
    let moments = Stored::query().order_by(Stored::MOMENT.desc()).select(Stored::MOMENT).all(&db).await?;
    assert_eq!(moments, expected.map(|moment| moment.and_utc()).into_iter().rev().collect::<Vec<_>>());
    for (earlier, later) in expected.iter().zip(&expected[1..]) {
        let between = Stored::LOCAL.gt(earlier) & Stored::LOCAL.lt(later);
        assert_eq!(Stored::query().filter(between).count(&db).await?, 0);
        let both = Stored::MOMENT.between(earlier.and_utc(), later.and_utc());
        assert_eq!(Stored::query().filter(both).count(&db).await?, 2);
    }
    assert_eq!(Stored::query().max(&db, Stored::DAY).await?, Some(expected[8].date()));
    assert_eq!(Stored::query().min(&db, Stored::CLOCK).await?, Some(NaiveTime::MIN));
    let mut clocks = expected.map(|moment| moment.time());
    clocks.sort();
    assert_eq!(Stored::query().order_by(Stored::CLOCK.asc()).select(Stored::CLOCK).all(&db).await?, clocks);
    Ok(())
}

async fn nanoseconds_are_cut_off(Test { db, .. }: Test) -> Result<()> {
    SCHEMA.sync(&db).await?;
    for (seconds, nanos, micros) in
        [(0, 999, 0), (1_700_000_000, 123_456_789, 123_456_000), (-5, 1_999, 1_000)]
    {
        let moment = DateTime::from_timestamp(seconds, nanos).unwrap();
        let given = store(&db, moment.naive_utc()).await?;
        let stored = Stored::get(&db, given.id).await?;
        assert_eq!(stored.moment, DateTime::from_timestamp(seconds, micros).unwrap());
        assert_eq!(stored, given, "what `insert` gives is what is stored");
    }
    Ok(())
}

async fn chrono_years_out_of_range_are_kept_or_refused(Test { db, .. }: Test) -> Result<()> {
    SCHEMA.sync(&db).await?;
    for year in [-262_143, -4_713, -1, 0, 10_000, 262_142] {
        let moment = local(year, 6, 15, (12, 0, 0, 0));
        let row =
            Stored::build().day(moment.date()).clock(moment.time()).local(moment).moment(moment.and_utc());
        if let Some(stored) = kept_or_refused(&db, row, |row| row.id).await? {
            assert_eq!((stored.day, stored.local, stored.moment), (moment.date(), moment, moment.and_utc()));
        }
    }
    Ok(())
}

async fn time_round_trips(Test { db, .. }: Test) -> Result<()> {
    SCHEMA.sync(&db).await?;
    for (local, moment) in [
        (datetime!(1970-01-01 0:00), datetime!(1970-01-01 0:00 UTC)),
        (datetime!(2024-02-29 12:34:56.000001), datetime!(2024-02-29 12:34:56.000001 +5:30)),
        (datetime!(0001-01-01 0:00), datetime!(0001-01-01 0:00 UTC)),
        (datetime!(9999-12-31 23:59:59.999999), datetime!(9999-12-31 23:59:59.999999 UTC)),
    ] {
        let row = Other::build().day(local.date()).clock(local.time()).local(local).moment(moment);
        let given = row.maybe(moment).insert(&db).await?;
        let stored = Other::get(&db, given.id).await?;
        assert_eq!(stored, given);
        assert_eq!((stored.day, stored.clock, stored.local), (local.date(), local.time(), local));
        assert_eq!((stored.moment, stored.maybe), (moment, Some(moment)));
        assert_eq!(Other::query().filter(Other::MOMENT.eq(moment)).count(&db).await?, 1);
    }
    Ok(())
}

async fn times_of_both_crates_mean_the_same(Test { db, .. }: Test) -> Result<()> {
    SCHEMA.sync(&db).await?;
    let stored = store(&db, local(2024, 5, 6, (7, 8, 9, 10))).await?;
    let other = Other::get(&db, stored.id).await?;
    assert_eq!((other.day, other.clock), (date!(2024 - 05 - 06), time!(7:08:09.000010)));
    assert_eq!(other.moment, datetime!(2024-05-06 7:08:09.000010 UTC));
    assert_eq!(other.local, datetime!(2024-05-06 7:08:09.000010));
    Ok(())
}
