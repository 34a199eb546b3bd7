//! The types of the `time` crate as column types, to the microsecond; what is finer is cut off when it is stored.
use time::format_description::well_known::Iso8601;
use time::{Date, Duration, OffsetDateTime, PrimitiveDateTime, Time, UtcOffset};

use super::{ColumnType, Mismatch, Ordered, SqlType, Value, ValueRef};
use crate::builder::Missing;
use crate::schema::identity;

const EPOCH: Date = time::macros::date!(1970 - 01 - 01);

macro_rules! column_type {
    ($ty:ty, $sql:ident, $name:literal, $expected:literal, |$value:ident| $to:expr, $($pattern:pat => $from:expr),+) => {
        #[diagnostic::do_not_recommend]
        impl ColumnType for $ty {
            type Base = Self;
            type AsKey = Missing;
            const TYPE: SqlType = SqlType::$sql;
            const IDENTITY: u64 = identity($name);

            fn to_value(&self) -> Value {
                let $value = *self;
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

column_type!(Date, Date, "time::Date", "a date (YYYY-MM-DD)",
    |date| date.to_julian_day() - EPOCH.to_julian_day(),
    ValueRef::Date(days) => EPOCH.checked_add(Duration::days(i64::from(days))),
    ValueRef::Text(text) => Date::parse(text, &Iso8601::DATE).ok().or_else(|| parse_moment(text).map(OffsetDateTime::date))
);

column_type!(Time, Time, "time::Time", "a time (HH:MM:SS)",
    |time| whole_micros(time - Time::MIDNIGHT),
    ValueRef::Time(micros) => Time::MIDNIGHT.checked_add_micros(micros),
    ValueRef::Text(text) => Time::parse(text, &Iso8601::TIME).ok()
);

column_type!(PrimitiveDateTime, DateTime, "time::PrimitiveDateTime", "a date and time (YYYY-MM-DD HH:MM:SS)",
    |moment| unix_micros(moment.assume_utc()),
    ValueRef::DateTime(micros) | ValueRef::Timestamp(micros) => from_micros(micros).map(primitive),
    ValueRef::Text(text) => parse_moment(text).map(primitive)
);

column_type!(OffsetDateTime, Timestamp, "time::OffsetDateTime", "a timestamp (YYYY-MM-DD HH:MM:SS+00:00)",
    |moment| unix_micros(moment),
    ValueRef::Timestamp(micros) | ValueRef::DateTime(micros) => from_micros(micros),
    ValueRef::Text(text) => parse_moment(text)
);

super::list::column_of! {
    Date, "Vec<time::Date>", "a list of dates (YYYY-MM-DD)";
    Time, "Vec<time::Time>", "a list of times (HH:MM:SS)";
    PrimitiveDateTime, "Vec<time::PrimitiveDateTime>", "a list of dates and times (YYYY-MM-DD HH:MM:SS)";
    OffsetDateTime, "Vec<time::OffsetDateTime>", "a list of timestamps (YYYY-MM-DD HH:MM:SS+00:00)";
}

/// Adds microseconds without passing midnight.
trait AddMicros: Sized {
    fn checked_add_micros(self, micros: i64) -> Option<Self>;
}

impl AddMicros for Time {
    fn checked_add_micros(self, micros: i64) -> Option<Self> {
        (0..86_400_000_000).contains(&micros).then(|| self + Duration::microseconds(micros))
    }
}

fn whole_micros(duration: Duration) -> i64 {
    i64::try_from(duration.whole_microseconds()).unwrap_or(i64::MAX)
}

fn unix_micros(moment: OffsetDateTime) -> i64 {
    i64::try_from(moment.unix_timestamp_nanos().div_euclid(1000)).unwrap_or(i64::MAX)
}

fn from_micros(micros: i64) -> Option<OffsetDateTime> {
    OffsetDateTime::from_unix_timestamp_nanos(i128::from(micros) * 1000).ok()
}

fn primitive(moment: OffsetDateTime) -> PrimitiveDateTime {
    let utc = moment.to_offset(UtcOffset::UTC);
    PrimitiveDateTime::new(utc.date(), utc.time())
}

/// A moment as databases without a type of their own keep it: with `T` or a space, with a zone (UTC if there is none).
fn parse_moment(text: &str) -> Option<OffsetDateTime> {
    let text = text.replacen(' ', "T", 1);
    if let Ok(moment) = OffsetDateTime::parse(&text, &Iso8601::DEFAULT) {
        return Some(moment.to_offset(UtcOffset::UTC));
    }
    if let Ok(moment) = PrimitiveDateTime::parse(&text, &Iso8601::DEFAULT) {
        return Some(moment.assume_utc());
    }
    Date::parse(&text, &Iso8601::DATE).ok().map(|date| date.midnight().assume_utc())
}
