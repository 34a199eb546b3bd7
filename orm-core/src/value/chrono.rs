//! chrono's types as column types, to the microsecond; what is finer is cut off when it is stored.
use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Timelike, Utc};

use super::{ColumnType, Mismatch, Ordered, SqlType, Value, ValueRef};
use crate::builder::Missing;
use crate::schema::identity;

const EPOCH: NaiveDate = NaiveDate::from_ymd_opt(1970, 1, 1).unwrap();

macro_rules! column_type {
    ($ty:ty, $sql:ident, $name:literal, $expected:literal, |$value:ident| $to:expr, $($pattern:pat => $from:expr),+) => {
        #[diagnostic::do_not_recommend]
        impl ColumnType for $ty {
            type Base = Self;
            type AsKey = Missing;
            const TYPE: SqlType = SqlType::$sql;
            const IDENTITY: u64 = identity($name);

            fn to_value(&self) -> Value {
                let $value = self;
                Value::$sql($to)
            }

            fn from_value(value: ValueRef<'_>) -> Result<Self, Mismatch> {
                let found = match value {
                    $($pattern => $from,)+
                    _ => None,
                };
                found.ok_or(Mismatch { expected: $expected })
            }
        }
        #[diagnostic::do_not_recommend]
        impl Ordered for $ty {}
    };
}

column_type!(NaiveDate, Date, "chrono::NaiveDate", "a date (YYYY-MM-DD)",
    |date| i32::try_from((*date - EPOCH).num_days()).unwrap_or(i32::MAX),
    ValueRef::Date(days) => EPOCH.checked_add_signed(TimeDelta::days(i64::from(days))),
    ValueRef::Text(text) => parse_date(text)
);

column_type!(NaiveTime, Time, "chrono::NaiveTime", "a time (HH:MM:SS)",
    |time| i64::from(time.num_seconds_from_midnight()) * 1_000_000 + i64::from(time.nanosecond() / 1000),
    ValueRef::Time(micros) => parse_micros(micros),
    ValueRef::Text(text) => text.parse().ok()
);

column_type!(NaiveDateTime, DateTime, "chrono::NaiveDateTime", "a date and time (YYYY-MM-DD HH:MM:SS)",
    |moment| moment.and_utc().timestamp_micros(),
    ValueRef::DateTime(micros) | ValueRef::Timestamp(micros) => moment(micros).map(|moment| moment.naive_utc()),
    ValueRef::Text(text) => parse_moment(text).map(|moment| moment.naive_utc())
);

column_type!(DateTime<Utc>, Timestamp, "chrono::DateTime<Utc>", "a timestamp (YYYY-MM-DD HH:MM:SS+00:00)",
    |moment| moment.timestamp_micros(),
    ValueRef::Timestamp(micros) | ValueRef::DateTime(micros) => moment(micros),
    ValueRef::Text(text) => parse_moment(text)
);

super::list::column_of! {
    NaiveDate, "Vec<chrono::NaiveDate>", "a list of dates (YYYY-MM-DD)";
    NaiveTime, "Vec<chrono::NaiveTime>", "a list of times (HH:MM:SS)";
    NaiveDateTime, "Vec<chrono::NaiveDateTime>", "a list of dates and times (YYYY-MM-DD HH:MM:SS)";
    DateTime<Utc>, "Vec<chrono::DateTime<Utc>>", "a list of timestamps (YYYY-MM-DD HH:MM:SS+00:00)";
}

fn moment(micros: i64) -> Option<DateTime<Utc>> {
    DateTime::from_timestamp_micros(micros)
}

fn parse_micros(micros: i64) -> Option<NaiveTime> {
    let seconds = u32::try_from(micros / 1_000_000).ok()?;
    let nanos = u32::try_from(micros % 1_000_000).ok()? * 1000;
    NaiveTime::from_num_seconds_from_midnight_opt(seconds, nanos)
}

/// A date, also where a time of midnight stands behind it.
fn parse_date(text: &str) -> Option<NaiveDate> {
    text.parse().ok().or_else(|| parse_moment(text).map(|moment| moment.date_naive()))
}

/// A moment as databases without a type of their own keep it: with `T` or a space, with a zone (UTC if there is none).
fn parse_moment(text: &str) -> Option<DateTime<Utc>> {
    const NAIVE: [&str; 3] = ["%Y-%m-%d %H:%M:%S%.f", "%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%d %H:%M"];
    if let Some(naive) = NAIVE.iter().find_map(|format| NaiveDateTime::parse_from_str(text, format).ok()) {
        return Some(naive.and_utc());
    }
    if let Ok(date) = text.parse::<NaiveDate>() {
        return date.and_hms_opt(0, 0, 0).map(|midnight| midnight.and_utc());
    }
    let zoned = ["%Y-%m-%d %H:%M:%S%.f%#z", "%Y-%m-%dT%H:%M:%S%.f%#z"];
    zoned.iter().find_map(|format| DateTime::parse_from_str(text, format).ok()).map(|moment| moment.to_utc())
}
