//! Rows: what each column holds is looked at once per result, then values are read from the binary format by index.
use orm_core::driver::{Other, Row};
use orm_core::value::{SqlType, Value, ValueRef};
use orm_core::{Error, ErrorKind, Result};
use sqlx::postgres::{PgColumn, PgRow, PgTypeInfo, PgTypeKind};
use sqlx::{Column as _, Row as _, TypeInfo as _};

use crate::contain::Container;
use crate::numeric;
use crate::wire::{self, EPOCH_DAYS, EPOCH_MICROSECONDS, JSONB_VERSION};

/// How the values of a column are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Bool,
    Int2,
    Int4,
    Int8,
    Oid,
    Float4,
    Float8,
    Text,
    Bytes,
    Uuid,
    Date,
    Time,
    DateTime,
    Timestamp,
    /// Its digits lie in this place of the plan.
    Numeric(usize),
    Json,
    Jsonb,
    /// Its values lie in this place of the plan.
    List(usize),
    Void,
    /// A type without a counterpart.
    Foreign,
}

/// How the rows of a result are read. It is kept from result to result for its memory.
#[derive(Debug, Default)]
pub(crate) struct Plan {
    forms: Vec<Form>,
    /// The NUMERIC values of the row at hand as digits, because a row lends text and the wire has none.
    digits: Vec<Digits>,
    /// The arrays of the row at hand, for the same reason.
    lists: Vec<List>,
}

#[derive(Debug, Default)]
struct Digits {
    column: usize,
    text: String,
    valid: bool,
}

#[derive(Debug)]
struct List {
    column: usize,
    of: Form,
    values: Option<Vec<Value>>,
}

impl Plan {
    /// Looks at the columns of a result.
    pub(crate) fn prepare(&mut self, columns: &[PgColumn]) {
        self.forms.clear();
        self.digits.clear();
        self.lists.clear();
        for (at, column) in columns.iter().enumerate() {
            let mut found = form(column.type_info());
            match &mut found {
                Form::Numeric(place) => {
                    *place = self.digits.len();
                    self.digits.push(Digits { column: at, ..Digits::default() });
                }
                Form::List(place) => {
                    *place = self.lists.len();
                    self.lists.push(List { column: at, of: element_form(column.type_info()), values: None });
                }
                _ => {}
            }
            self.forms.push(found);
        }
    }

    /// Makes a row readable.
    #[inline]
    pub(crate) fn read<'r>(&'r mut self, row: &'r PgRow, container: &'r Container) -> PostgresRow<'r> {
        for digits in &mut self.digits {
            digits.text.clear();
            let bytes = bytes(row, digits.column);
            digits.valid = bytes.is_some_and(|bytes| numeric::decode(bytes, &mut digits.text).is_some());
        }
        for list in &mut self.lists {
            let bytes = bytes(row, list.column);
            list.values = bytes.and_then(|bytes| elements(list.of, bytes));
        }
        PostgresRow { row, plan: self, container }
    }

    fn value<'r>(&'r self, form: Form, bytes: &'r [u8]) -> Option<ValueRef<'r>> {
        match form {
            Form::Numeric(place) => {
                let digits = self.digits.get(place).filter(|digits| digits.valid)?;
                Some(ValueRef::Decimal(&digits.text))
            }
            Form::List(place) => {
                let values = self.lists.get(place).and_then(|list| list.values.as_ref())?;
                Some(ValueRef::List(values))
            }
            form => decode(form, bytes),
        }
    }
}

fn form(ty: &PgTypeInfo) -> Form {
    match ty.oid().map_or(0, |oid| oid.0) {
        wire::BOOL => Form::Bool,
        wire::INT2 => Form::Int2,
        wire::INT4 => Form::Int4,
        wire::INT8 => Form::Int8,
        wire::OID | wire::REGCLASS | wire::REGTYPE => Form::Oid,
        wire::FLOAT4 => Form::Float4,
        wire::FLOAT8 => Form::Float8,
        wire::TEXT | wire::VARCHAR | wire::BPCHAR | wire::NAME | wire::CHAR | wire::UNKNOWN | wire::XML => {
            Form::Text
        }
        wire::BYTEA => Form::Bytes,
        wire::UUID => Form::Uuid,
        wire::DATE => Form::Date,
        wire::TIME => Form::Time,
        wire::TIMESTAMP => Form::DateTime,
        wire::TIMESTAMPTZ => Form::Timestamp,
        wire::NUMERIC => Form::Numeric(0),
        wire::JSON => Form::Json,
        wire::JSONB => Form::Jsonb,
        wire::VOID => Form::Void,
        _ => match ty.kind() {
            PgTypeKind::Enum(_) => Form::Text,
            PgTypeKind::Domain(base) => form(base),
            PgTypeKind::Array(_) if element_form(ty) != Form::Foreign => Form::List(0),
            PgTypeKind::Simple if ty.name().eq_ignore_ascii_case("citext") => Form::Text,
            _ => Form::Foreign,
        },
    }
}

/// How the values of an array are read.
fn element_form(ty: &PgTypeInfo) -> Form {
    match ty.kind() {
        PgTypeKind::Array(element) => form(element),
        PgTypeKind::Domain(base) => element_form(base),
        _ => Form::Foreign,
    }
}

/// The values of an array of one dimension: how many dimensions, whether there are nulls, the type; then each dimension's
/// length and first index; then each value's length and bytes.
fn elements(form: Form, bytes: &[u8]) -> Option<Vec<Value>> {
    let mut bytes = bytes;
    let dimensions = integer(&mut bytes)?;
    let (_has_null, _type) = (integer(&mut bytes)?, integer(&mut bytes)?);
    if dimensions == 0 {
        return Some(Vec::new());
    }
    let (length, _first) = (usize::try_from(integer(&mut bytes)?).ok()?, integer(&mut bytes)?);
    if dimensions != 1 || length > bytes.len() / 4 {
        return None;
    }
    (0..length).map(|_| element(form, &mut bytes)).collect()
}

fn element(form: Form, bytes: &mut &[u8]) -> Option<Value> {
    let length = integer(bytes)?;
    if length == -1 {
        return Some(Value::Null(SqlType::Text));
    }
    let (value, rest) = bytes.split_at_checked(usize::try_from(length).ok()?)?;
    *bytes = rest;
    if matches!(form, Form::Numeric(_)) {
        let mut digits = String::new();
        numeric::decode(value, &mut digits)?;
        return Some(Value::Decimal(digits));
    }
    decode(form, value).map(ValueRef::to_value)
}

fn integer(bytes: &mut &[u8]) -> Option<i32> {
    let (first, rest) = bytes.split_first_chunk()?;
    *bytes = rest;
    Some(i32::from_be_bytes(*first))
}

/// The bytes of a value, or that there is none. It panics if the server's row contradicts its own description.
#[inline]
fn bytes(row: &PgRow, index: usize) -> Option<&[u8]> {
    row.try_get_raw(index).ok()?.as_bytes().ok()
}

/// A row of a result.
#[derive(Debug)]
pub(crate) struct PostgresRow<'r> {
    row: &'r PgRow,
    plan: &'r Plan,
    container: &'r Container,
}

impl Row for PostgresRow<'_> {
    #[inline]
    fn get(&self, index: usize) -> Result<ValueRef<'_>> {
        let Some(&form) = self.plan.forms.get(index) else { return Err(self.missing(index)) };
        let Ok(bytes) = self.bytes(index) else { return Ok(ValueRef::Null) };
        self.plan.value(form, bytes).ok_or_else(|| self.undecodable(index, form))
    }

    #[inline]
    fn integer(&self, index: usize) -> Result<i64, Other> {
        match self.plan.forms.get(index) {
            Some(Form::Int8) => self.bytes(index)?.try_into().map(i64::from_be_bytes),
            Some(Form::Int4) => {
                self.bytes(index)?.try_into().map(|bytes| i64::from(i32::from_be_bytes(bytes)))
            }
            _ => return Err(Other::Value),
        }
        .map_err(|_| Other::Value)
    }

    #[inline]
    fn text(&self, index: usize) -> Result<&str, Other> {
        if !matches!(self.plan.forms.get(index), Some(Form::Text)) {
            return Err(Other::Value);
        }
        str::from_utf8(self.bytes(index)?).map_err(|_| Other::Value)
    }

    fn len(&self) -> usize {
        self.plan.forms.len()
    }

    fn name(&self, index: usize) -> Option<&str> {
        self.row.columns().get(index).map(PgColumn::name)
    }
}

impl PostgresRow<'_> {
    #[inline]
    fn bytes(&self, index: usize) -> Result<&[u8], Other> {
        self.container.enter(|| bytes(self.row, index)).ok_or(Other::Null)
    }

    #[cold]
    fn missing(&self, index: usize) -> Error {
        let message = format!("the row has {} columns, and none at position {index}", self.plan.forms.len());
        Error::new(ErrorKind::Decode, message)
    }

    #[cold]
    fn undecodable(&self, index: usize, form: Form) -> Error {
        let Some(column) = self.row.columns().get(index) else {
            return Error::new(ErrorKind::Decode, "there is no such column");
        };
        let (name, ty) = (column.name(), column.type_info().name().to_lowercase());
        let message = match form {
            Form::Foreign => format!(
                "column `{name}` has the type `{ty}`, which has no counterpart here; cast it in the statement, such as \
                 `{name}::text`, or an array as `to_json({name})`"
            ),
            Form::List(_) => {
                format!(
                    "column `{name}` holds an array of several dimensions; cast it, such as `to_json({name})`"
                )
            }
            Form::Text | Form::Json | Form::Jsonb => format!("column `{name}` holds text that is not UTF-8"),
            Form::Date | Form::DateTime | Form::Timestamp => {
                format!("column `{name}` holds an infinite {ty}, or one beyond what can be counted")
            }
            _ => format!("column `{name}` holds bytes that are no {ty}"),
        };
        Error::new(ErrorKind::Decode, message)
    }
}

#[inline]
fn decode(form: Form, bytes: &[u8]) -> Option<ValueRef<'_>> {
    Some(match form {
        Form::Text => ValueRef::Text(str::from_utf8(bytes).ok()?),
        Form::Int8 => ValueRef::Integer(i64::from_be_bytes(bytes.try_into().ok()?)),
        Form::Int4 => ValueRef::Integer(i32::from_be_bytes(bytes.try_into().ok()?).into()),
        Form::Int2 => ValueRef::Integer(i16::from_be_bytes(bytes.try_into().ok()?).into()),
        Form::Bool => ValueRef::Bool(*bytes.first()? != 0),
        Form::Oid => ValueRef::Integer(u32::from_be_bytes(bytes.try_into().ok()?).into()),
        Form::Float4 => ValueRef::Real(f32::from_be_bytes(bytes.try_into().ok()?).into()),
        Form::Float8 => ValueRef::Real(f64::from_be_bytes(bytes.try_into().ok()?)),
        Form::Bytes => ValueRef::Bytes(bytes),
        Form::Uuid => ValueRef::Uuid(bytes.try_into().ok()?),
        Form::Date => ValueRef::Date(date(i32::from_be_bytes(bytes.try_into().ok()?))?),
        Form::Time => ValueRef::Time(i64::from_be_bytes(bytes.try_into().ok()?)),
        Form::DateTime => ValueRef::DateTime(moment(i64::from_be_bytes(bytes.try_into().ok()?))?),
        Form::Timestamp => ValueRef::Timestamp(moment(i64::from_be_bytes(bytes.try_into().ok()?))?),
        Form::Json => ValueRef::Json(str::from_utf8(bytes).ok()?),
        Form::Jsonb => match bytes.split_first()? {
            (&JSONB_VERSION, text) => ValueRef::Json(str::from_utf8(text).ok()?),
            _ => return None,
        },
        Form::Void => ValueRef::Null,
        Form::Numeric(_) | Form::List(_) | Form::Foreign => return None,
    })
}

/// Days from 1970 on; the least and the greatest number mean infinity.
fn date(days: i32) -> Option<i32> {
    if days == i32::MIN { None } else { days.checked_add(EPOCH_DAYS) }
}

/// Microseconds from 1970 on.
fn moment(microseconds: i64) -> Option<i64> {
    if microseconds == i64::MIN { None } else { microseconds.checked_add(EPOCH_MICROSECONDS) }
}
