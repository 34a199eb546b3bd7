//! Parameters in the binary format, with their exact types, and a check of each before anything is sent.
use std::fmt::Write as _;

use orm_core::value::{SqlType, Value};
use orm_core::{Error, ErrorKind, Result};
use sqlx::Postgres;
use sqlx::encode::{Encode, IsNull};
use sqlx::error::BoxDynError;
use sqlx::postgres::types::Oid;
use sqlx::postgres::{PgArgumentBuffer, PgArguments, PgTypeInfo};
use sqlx::{Arguments as _, Type};

use crate::dialect::MAX_PARAMETERS;
use crate::numeric;
use crate::wire::{EPOCH_DAYS, EPOCH_MICROSECONDS, JSONB_VERSION, TEXT, WireType, wire_type};

/// The server takes no message beyond this: 1 GiB, less what surrounds the values.
const LONGEST: usize = (1 << 30) - (1 << 16);

const MICROSECONDS_PER_DAY: i64 = 86_400_000_000;

/// A statement's parameters, ready to be sent, with its text.
///
/// A prepared statement is found by its text, and has one list of parameter types. So the text says the types, in a
/// comment of one letter each: the same text with other types is another statement.
pub(crate) fn bind(sql: &str, values: &[Value]) -> Result<(String, PgArguments)> {
    let mut text = String::with_capacity(sql.len() + values.len() + 5);
    text.push_str(sql);
    let mut arguments = PgArguments::default();
    if values.is_empty() {
        check_length(sql.len())?;
        return Ok((text, arguments));
    }
    if values.len() > MAX_PARAMETERS {
        let message = format!(
            "the statement has {} parameters, and PostgreSQL takes {MAX_PARAMETERS}; bind a list, or split it",
            values.len()
        );
        return Err(invalid(message));
    }
    let mut length = sql.len();
    arguments.reserve(values.len(), values.len() * 12);
    text.push_str(" /*");
    for value in values {
        let ty = known(value.sql_type())?;
        let is_list = matches!(value, Value::List(..));
        text.push(if is_list { ty.letter.to_ascii_uppercase() } else { ty.letter });
        length += length_of(value);
        check_length(length)?;
        arguments.add(Argument(value, ty, is_list)).map_err(refused)?;
    }
    let _ = text.write_str("*/");
    Ok((text, arguments))
}

fn check_length(length: usize) -> Result<()> {
    if length > LONGEST {
        return Err(invalid("the statement with its values is longer than the 1 GiB that PostgreSQL takes"));
    }
    Ok(())
}

/// About how many bytes it will be; exact for what can be long.
fn length_of(value: &Value) -> usize {
    match value {
        Value::Text(text) | Value::Word(text) | Value::Json(text) | Value::Decimal(text) => text.len(),
        Value::Bytes(bytes) => bytes.len(),
        Value::List(_, values) => values.iter().map(|value| 4 + length_of(value)).sum(),
        _ => 16,
    }
}

fn known(ty: SqlType) -> Result<WireType> {
    wire_type(ty).ok_or_else(|| {
        Error::new(ErrorKind::Unsupported, format!("PostgreSQL has no form for a value of type {ty:?}"))
    })
}

#[cold]
fn invalid(message: impl Into<std::borrow::Cow<'static, str>>) -> Error {
    Error::new(ErrorKind::InvalidInput, message)
}

#[cold]
fn refused(error: BoxDynError) -> Error {
    match error.downcast::<Error>() {
        Ok(error) => *error,
        Err(error) => invalid(error.to_string()),
    }
}

/// A value with the type that it is sent as.
struct Argument<'v>(&'v Value, WireType, bool);

impl Type<Postgres> for Argument<'_> {
    fn type_info() -> PgTypeInfo {
        PgTypeInfo::with_oid(Oid(0))
    }
}

impl Encode<'_, Postgres> for Argument<'_> {
    fn encode_by_ref(&self, buffer: &mut PgArgumentBuffer) -> Result<IsNull, BoxDynError> {
        let written = match self.0 {
            Value::List(ty, values) => write_list(buffer, (*ty, self.1), values).map(|()| IsNull::No),
            value => write(buffer, value, value.sql_type()),
        };
        Ok(written?)
    }

    fn produces(&self) -> Option<PgTypeInfo> {
        Some(PgTypeInfo::with_oid(Oid(if self.2 { self.1.array_oid } else { self.1.oid })))
    }
}

/// Writes a value of type `ty`.
#[inline]
fn write(buffer: &mut Vec<u8>, value: &Value, ty: SqlType) -> Result<IsNull> {
    match value {
        Value::Null(_) => return Ok(IsNull::Yes),
        Value::Bool(value) => buffer.push(u8::from(*value)),
        Value::Integer(_, value) => write_integer(buffer, *value, ty)?,
        Value::Real(value) => buffer.extend_from_slice(&value.to_be_bytes()),
        Value::Double(value) => buffer.extend_from_slice(&value.to_be_bytes()),
        Value::Text(text) | Value::Word(text) => write_text(buffer, text)?,
        Value::Bytes(bytes) => buffer.extend_from_slice(bytes),
        Value::Uuid(bytes) => buffer.extend_from_slice(bytes),
        Value::Date(days) => write_date(buffer, *days)?,
        Value::Time(time) => write_time(buffer, *time)?,
        Value::DateTime(moment) | Value::Timestamp(moment) => write_moment(buffer, *moment)?,
        Value::Decimal(digits) => numeric::encode(digits, buffer).ok_or_else(|| {
            invalid("a decimal is digits with at most one point: `-12.50`; 131072 before and 16383 behind it")
        })?,
        Value::Json(text) => {
            buffer.push(JSONB_VERSION);
            write_text(buffer, text)?;
        }
        _ => return Err(invalid("a list cannot hold lists")),
    }
    Ok(IsNull::No)
}

fn write_integer(buffer: &mut Vec<u8>, value: i64, ty: SqlType) -> Result<()> {
    let written = match ty {
        SqlType::SmallInt => i16::try_from(value).map(|value| buffer.extend_from_slice(&value.to_be_bytes())),
        SqlType::Integer => i32::try_from(value).map(|value| buffer.extend_from_slice(&value.to_be_bytes())),
        _ => {
            buffer.extend_from_slice(&value.to_be_bytes());
            Ok(())
        }
    };
    written.map_err(|_| invalid(format!("the integer {value} does not fit a column of type {ty:?}")))
}

fn write_text(buffer: &mut Vec<u8>, text: &str) -> Result<()> {
    if text.as_bytes().contains(&0) {
        return Err(invalid(
            "PostgreSQL's text cannot hold the character NUL; store it as bytes, or remove it",
        ));
    }
    buffer.extend_from_slice(text.as_bytes());
    Ok(())
}

fn write_date(buffer: &mut Vec<u8>, days: i32) -> Result<()> {
    // The last two numbers mean infinity.
    let days = days.checked_sub(EPOCH_DAYS).filter(|days| *days != i32::MIN);
    let days = days.ok_or_else(|| invalid("PostgreSQL's dates lie between 4713 BC and 5874897"))?;
    buffer.extend_from_slice(&days.to_be_bytes());
    Ok(())
}

fn write_time(buffer: &mut Vec<u8>, time: i64) -> Result<()> {
    if !(0..=MICROSECONDS_PER_DAY).contains(&time) {
        return Err(invalid("a time of day lies between 00:00:00 and 24:00:00"));
    }
    buffer.extend_from_slice(&time.to_be_bytes());
    Ok(())
}

fn write_moment(buffer: &mut Vec<u8>, moment: i64) -> Result<()> {
    let moment = moment.checked_sub(EPOCH_MICROSECONDS).filter(|moment| *moment != i64::MIN);
    let moment = moment.ok_or_else(|| invalid("PostgreSQL's timestamps lie between 4713 BC and 294276"))?;
    buffer.extend_from_slice(&moment.to_be_bytes());
    Ok(())
}

/// Writes a list as an array of one dimension, counted from 1.
fn write_list(buffer: &mut Vec<u8>, (ty, wire): (SqlType, WireType), values: &[Value]) -> Result<()> {
    let count = i32::try_from(values.len()).map_err(|_| invalid("the list is too long for an array"))?;
    let has_null = values.iter().any(Value::is_null);
    buffer.extend_from_slice(&i32::from(count > 0).to_be_bytes());
    buffer.extend_from_slice(&i32::from(has_null).to_be_bytes());
    // An array says the type of its elements by itself; words are text there.
    let oid = if wire.oid == 0 { TEXT } else { wire.oid };
    buffer.extend_from_slice(&oid.to_be_bytes());
    if count == 0 {
        return Ok(());
    }
    buffer.extend_from_slice(&count.to_be_bytes());
    buffer.extend_from_slice(&1_i32.to_be_bytes());
    for value in values {
        if !fits(value, ty) {
            let message = format!("a list of {ty:?} cannot hold a value of type {:?}", value.sql_type());
            return Err(invalid(message));
        }
        let start = buffer.len();
        buffer.extend_from_slice(&[0; 4]);
        let length = match write(buffer, value, ty)? {
            IsNull::Yes => -1,
            IsNull::No => {
                i32::try_from(buffer.len() - start - 4).map_err(|_| invalid("the value is too long"))?
            }
        };
        buffer[start..start + 4].copy_from_slice(&length.to_be_bytes());
    }
    Ok(())
}

/// Whether an element is of the list's type; integers may be of another width.
fn fits(value: &Value, ty: SqlType) -> bool {
    match value {
        Value::Null(_) => true,
        Value::Integer(..) => matches!(ty, SqlType::SmallInt | SqlType::Integer | SqlType::BigInt),
        Value::List(..) => false,
        value => value.sql_type() == ty,
    }
}
