//! Values as SQLite stores them: null, integer, real, text, blob.
use std::fmt::Write as _;

use orm_core::value::{SqlType, Value};
use orm_core::{Error, ErrorKind, Result};
use time::Date;

/// The day from which [`Value::Date`] counts, 1970-01-01, as a Julian day.
const EPOCH: i32 = 2_440_588;
const MICROSECONDS_PER_DAY: i64 = 86_400_000_000;

/// Floats that SQLite's parser rounds correctly from their shortest form.
///
/// It computes with about 100 bits, so that errors begin near 1e-75 and 1e100; a test holds these bounds.
const EXACT_IN_JSON: std::ops::RangeInclusive<f64> = 1e-50..=1e50;

/// Brings a value to a form that can be bound as it is, and refuses what SQLite would change or cannot hold.
#[inline]
pub(crate) fn to_storage(value: &mut Value, longest: usize) -> Result<()> {
    let length = match value {
        Value::Integer(..) | Value::Null(_) | Value::Bool(_) | Value::Uuid(_) => return Ok(()),
        Value::Text(text) | Value::Word(text) | Value::Json(text) => text.len(),
        Value::Bytes(bytes) => bytes.len(),
        _ => return convert(value, longest),
    };
    if length > longest {
        let message = format!("a value of {length} bytes is longer than the {longest} that SQLite takes");
        return Err(invalid(message));
    }
    Ok(())
}

fn convert(value: &mut Value, longest: usize) -> Result<()> {
    match value {
        Value::Real(number) => check_number(f64::from(*number))?,
        Value::Double(number) => check_number(*number)?,
        Value::Decimal(digits) => *value = decimal(digits)?,
        Value::List(_, values) => {
            *value = Value::Text(list(values)?);
            to_storage(value, longest)?;
        }
        Value::Date(_) | Value::Time(_) | Value::DateTime(_) | Value::Timestamp(_) => {
            *value = Value::Text(time_text(value)?);
        }
        // A new kind of value has to be given a form here before it can be stored.
        _ => {
            let message = format!("SQLite has no form for a value of type {:?}", value.sql_type());
            return Err(Error::new(ErrorKind::Unsupported, message));
        }
    }
    Ok(())
}

fn invalid(message: impl Into<std::borrow::Cow<'static, str>>) -> Error {
    Error::new(ErrorKind::InvalidInput, message)
}

fn check_number(number: f64) -> Result<()> {
    if number.is_nan() {
        return Err(invalid("SQLite turns NaN into NULL; store `None`, or a number"));
    }
    Ok(())
}

/// Writes a time in the one form that sorts as text, and that SQLite's own functions and chrono read.
///
/// `2024-05-06 07:08:09`, with six digits of a second behind it unless they are zero: the shorter form sorts first, with
/// and without `+00:00`, because `+` sorts before `.`. It is what `datetime()` and `CURRENT_TIMESTAMP` give, too.
fn time_text(value: &Value) -> Result<String> {
    let mut text = String::with_capacity(32);
    match value {
        Value::Date(days) => write_date(&mut text, i64::from(*days))?,
        Value::Time(time) => write_time(&mut text, *time)?,
        Value::DateTime(moment) | Value::Timestamp(moment) => {
            write_date(&mut text, moment.div_euclid(MICROSECONDS_PER_DAY))?;
            text.push(' ');
            write_time(&mut text, moment.rem_euclid(MICROSECONDS_PER_DAY))?;
        }
        _ => {}
    }
    if matches!(value, Value::Timestamp(_)) {
        text.push_str("+00:00");
    }
    Ok(text)
}

fn write_date(text: &mut String, days: i64) -> Result<()> {
    let date = i32::try_from(days)
        .ok()
        .and_then(|days| days.checked_add(EPOCH))
        .and_then(|julian| Date::from_julian_day(julian).ok())
        .filter(|date| (0..=9999).contains(&date.year()));
    let Some(date) = date else {
        return Err(invalid("SQLite's dates lie in the years 0 to 9999"));
    };
    let _ = write!(text, "{:04}-{:02}-{:02}", date.year(), u8::from(date.month()), date.day());
    Ok(())
}

fn write_time(text: &mut String, time: i64) -> Result<()> {
    if !(0..MICROSECONDS_PER_DAY).contains(&time) {
        return Err(invalid("a time of day lies between 00:00:00 and 23:59:59.999999"));
    }
    let (seconds, fraction) = (time / 1_000_000, time % 1_000_000);
    let _ = write!(text, "{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
    if fraction != 0 {
        let _ = write!(text, ".{fraction:06}");
    }
    Ok(())
}

/// An integer or a float that means exactly this decimal.
fn decimal(digits: &str) -> Result<Value> {
    let plain = |digit: u8| matches!(digit, b'0'..=b'9' | b'.' | b'-' | b'+');
    if !digits.bytes().all(plain) {
        return Err(invalid("a decimal is digits with at most one point: `-12.50`"));
    }
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    if fraction.bytes().all(|digit| digit == b'0')
        && let Ok(integer) = whole.parse()
    {
        return Ok(Value::Integer(SqlType::BigInt, integer));
    }
    // Up to 15 significant digits, every decimal comes back from its nearest float.
    let significant = whole.bytes().chain(fraction.trim_end_matches('0').bytes());
    let significant = significant.filter(u8::is_ascii_digit).skip_while(|digit| *digit == b'0').count();
    match digits.parse::<f64>() {
        // Far below the point, digits vanish altogether.
        Ok(number) if significant <= 15 && (number.is_normal() || significant == 0) => {
            Ok(Value::Double(number))
        }
        Ok(_) => Err(invalid(
            "SQLite cannot hold this decimal exactly: it has no decimal type, and its floats have 15 digits; \
             store whole units (cents) as an integer, or the digits as text",
        )),
        Err(_) => Err(invalid("a decimal is digits with at most one point: `-12.50`")),
    }
}

/// Writes a list as JSON, for `json_each`.
fn list(values: &[Value]) -> Result<String> {
    let mut json = String::with_capacity(2 + values.len() * 8);
    json.push('[');
    for (at, value) in values.iter().enumerate() {
        if at > 0 {
            json.push(',');
        }
        write_element(&mut json, value)?;
    }
    json.push(']');
    Ok(json)
}

fn write_element(json: &mut String, value: &Value) -> Result<()> {
    match value {
        Value::Null(_) => json.push_str("null"),
        Value::Bool(value) => json.push(if *value { '1' } else { '0' }),
        Value::Integer(_, value) => {
            let _ = write!(json, "{value}");
        }
        Value::Real(value) => write_number(json, f64::from(*value))?,
        Value::Double(value) => write_number(json, *value)?,
        Value::Text(text) | Value::Word(text) | Value::Json(text) => write_text(json, text),
        Value::Bytes(bytes) => write_hex(json, bytes),
        Value::Uuid(bytes) => write_hex(json, bytes),
        Value::Decimal(digits) => write_element(json, &decimal(digits)?)?,
        Value::Date(_) | Value::Time(_) | Value::DateTime(_) | Value::Timestamp(_) => {
            write_text(json, &time_text(value)?);
        }
        _ => return Err(invalid("a list cannot hold lists")),
    }
    Ok(())
}

fn write_number(json: &mut String, number: f64) -> Result<()> {
    check_number(number)?;
    if number.is_infinite() {
        // JSON has no infinity; what is too large for a float reads as one.
        json.push_str(if number > 0.0 { "9e999" } else { "-9e999" });
        return Ok(());
    }
    if number != 0.0 && !EXACT_IN_JSON.contains(&number.abs()) {
        return Err(invalid(
            "SQLite reads very large and very small floats in a list inexactly; give them one by one",
        ));
    }
    let _ = write!(json, "{number:?}");
    Ok(())
}

fn write_hex(json: &mut String, bytes: &[u8]) {
    json.push('"');
    for byte in bytes {
        let _ = write!(json, "{byte:02x}");
    }
    json.push('"');
}

fn write_text(json: &mut String, text: &str) {
    json.push('"');
    for part in text.split_inclusive(|c: char| c == '"' || c == '\\' || c < ' ') {
        let mut letters = part.chars();
        match letters.next_back() {
            Some(c @ ('"' | '\\')) => {
                json.push_str(letters.as_str());
                json.push('\\');
                json.push(c);
            }
            Some(c) if c < ' ' => {
                json.push_str(letters.as_str());
                let _ = write!(json, "\\u{:04x}", u32::from(c));
            }
            _ => json.push_str(part),
        }
    }
    json.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refuses_what_is_longer_than_the_limit() {
        let longest = 4;
        for mut value in [
            Value::Text("12345".into()),
            Value::Json("[1,2]".into()),
            Value::Bytes(vec![0; 5]),
            Value::List(SqlType::BigInt, vec![Value::Integer(SqlType::BigInt, 123)]),
        ] {
            let error = to_storage(&mut value, longest).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::InvalidInput, "{value:?}");
        }
        assert!(to_storage(&mut Value::Text("1234".into()), longest).is_ok());
    }
}
