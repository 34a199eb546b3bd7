//! A row as SQLite has it; part of the module with `unsafe`, under the invariants at its top.
use std::ffi::{CStr, c_int};
use std::marker::PhantomData;

use libsqlite3_sys as ffi;
use orm_core::driver::{Other, Row};
use orm_core::value::ValueRef;
use orm_core::{Error, ErrorKind, Result};

use super::Handle;

/// A row, read straight from the statement that stands on it.
pub(crate) struct RawRow<'h> {
    pub(super) statement: *mut ffi::sqlite3_stmt,
    pub(super) columns: c_int,
    pub(super) handle: PhantomData<&'h Handle>,
}

impl RawRow<'_> {
    /// Whether the first column is a number other than 0.
    pub(crate) fn is_true(&self) -> bool {
        matches!(self.get(0), Ok(ValueRef::Integer(value)) if value != 0)
    }

    #[cold]
    fn not_text(&self, index: usize) -> Error {
        let name = self.name(index).unwrap_or("?");
        let message = format!(
            "column `{name}` holds text that is not UTF-8; read it as bytes with `CAST({name} AS BLOB)`, or repair the row"
        );
        Error::new(ErrorKind::Decode, message)
    }

    #[cold]
    fn no_column(&self, index: usize) -> Error {
        let message = format!("the row has no column {index}, it has {} (counted from 0)", self.columns);
        Error::new(ErrorKind::Decode, message)
    }

    /// The column's value, which is unprotected: only one thread at a time may use it (invariant 1). Asking it instead of
    /// the statement saves a look-up of the column, with its locks and checks, for every call.
    #[inline]
    fn value(&self, index: usize) -> Result<*mut ffi::sqlite3_value, Other> {
        match c_int::try_from(index) {
            // SAFETY: the statement stands on a row (invariant 4) and has the column.
            Ok(column) if column < self.columns => {
                Ok(unsafe { ffi::sqlite3_column_value(self.statement, column) })
            }
            _ => Err(Other::Value),
        }
    }

    /// The text, if it is UTF-8.
    ///
    /// # Safety
    ///
    /// `value` is this row's, and a text.
    #[inline]
    unsafe fn text_of(&self, value: *mut ffi::sqlite3_value) -> Option<&str> {
        // SAFETY: the caller's promise, and the row keeps the value (invariant 4).
        let (start, bytes) = unsafe {
            let start = ffi::sqlite3_value_text(value);
            (start, self.bytes(value, start))
        };
        // Null only if memory ran out: no reason to read an empty text.
        utf8(bytes).filter(|_| !start.is_null())
    }

    /// # Safety
    ///
    /// `start` is what `value` gave as its content, or null.
    unsafe fn bytes(&self, value: *mut ffi::sqlite3_value, start: *const u8) -> &[u8] {
        if start.is_null() {
            return &[];
        }
        // SAFETY: the length belongs to the pointer that was taken just before; SQLite keeps both for this row.
        unsafe {
            let length = ffi::sqlite3_value_bytes(value);
            std::slice::from_raw_parts(start, usize::try_from(length).unwrap_or(0))
        }
    }
}

/// The bytes as text, if they are UTF-8: the check of short ASCII takes a fraction of the other one.
#[inline]
fn utf8(bytes: &[u8]) -> Option<&str> {
    if bytes.is_ascii() {
        // SAFETY: ASCII is UTF-8.
        return Some(unsafe { std::str::from_utf8_unchecked(bytes) });
    }
    std::str::from_utf8(bytes).ok()
}

impl Row for RawRow<'_> {
    #[inline]
    fn get(&self, index: usize) -> Result<ValueRef<'_>> {
        let Ok(value) = self.value(index) else { return Err(self.no_column(index)) };
        // SAFETY: the row keeps the value (invariant 4), which is read in its own type.
        unsafe {
            Ok(match ffi::sqlite3_value_type(value) {
                ffi::SQLITE_INTEGER => ValueRef::Integer(ffi::sqlite3_value_int64(value)),
                ffi::SQLITE_FLOAT => ValueRef::Real(ffi::sqlite3_value_double(value)),
                ffi::SQLITE_TEXT => match self.text_of(value) {
                    Some(text) => ValueRef::Text(text),
                    None => return Err(self.not_text(index)),
                },
                ffi::SQLITE_BLOB => {
                    let start = ffi::sqlite3_value_blob(value);
                    ValueRef::Bytes(self.bytes(value, start.cast()))
                }
                _ => ValueRef::Null,
            })
        }
    }

    #[inline]
    fn integer(&self, index: usize) -> Result<i64, Other> {
        let value = self.value(index)?;
        // SAFETY: as in `get`.
        unsafe {
            match ffi::sqlite3_value_type(value) {
                ffi::SQLITE_INTEGER => Ok(ffi::sqlite3_value_int64(value)),
                ffi::SQLITE_NULL => Err(Other::Null),
                _ => Err(Other::Value),
            }
        }
    }

    #[inline]
    fn text(&self, index: usize) -> Result<&str, Other> {
        let value = self.value(index)?;
        // SAFETY: as in `get`.
        unsafe {
            match ffi::sqlite3_value_type(value) {
                ffi::SQLITE_TEXT => self.text_of(value).ok_or(Other::Value),
                ffi::SQLITE_NULL => Err(Other::Null),
                _ => Err(Other::Value),
            }
        }
    }

    fn len(&self) -> usize {
        usize::try_from(self.columns).unwrap_or(0)
    }

    fn name(&self, index: usize) -> Option<&str> {
        let column = c_int::try_from(index).ok().filter(|column| *column < self.columns)?;
        // SAFETY: the statement has the column; SQLite keeps the name until the statement is prepared anew.
        unsafe {
            let name = ffi::sqlite3_column_name(self.statement, column);
            if name.is_null() { None } else { CStr::from_ptr(name).to_str().ok() }
        }
    }
}
