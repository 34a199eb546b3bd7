//! SQLite's statements, with as little around them as possible.
#![allow(unsafe_code, reason = "this is what everybody else is compared with")]
// SAFETY, for all that follows: everything is made, used and freed by one thread, and what is bound outlives the step.
use std::ffi::{CStr, CString, c_int};
use std::ptr;

use libsqlite3_sys as ffi;

/// A prepared statement.
#[derive(Debug, Clone, Copy)]
pub struct Statement(*mut ffi::sqlite3_stmt);

pub(super) fn open(name: &CStr) -> *mut ffi::sqlite3 {
    let mut db = ptr::null_mut();
    let flags = ffi::SQLITE_OPEN_READWRITE
        | ffi::SQLITE_OPEN_CREATE
        | ffi::SQLITE_OPEN_NOMUTEX
        | ffi::SQLITE_OPEN_URI;
    let code = unsafe { ffi::sqlite3_open_v2(name.as_ptr(), &raw mut db, flags, ptr::null()) };
    assert_eq!(code, ffi::SQLITE_OK, "memory opens");
    db
}

pub(super) fn close<'s>(db: *mut ffi::sqlite3, statements: impl Iterator<Item = &'s Statement>) {
    for statement in statements {
        unsafe { ffi::sqlite3_finalize(statement.0) };
    }
    unsafe { ffi::sqlite3_close(db) };
}

pub(super) fn execute(db: *mut ffi::sqlite3, sql: &CStr) {
    let code = unsafe { ffi::sqlite3_exec(db, sql.as_ptr(), None, ptr::null_mut(), ptr::null_mut()) };
    let message = unsafe { CStr::from_ptr(ffi::sqlite3_errmsg(db)) };
    assert_eq!(code, ffi::SQLITE_OK, "{message:?}");
}

impl Statement {
    pub(super) fn prepare(db: *mut ffi::sqlite3, sql: &str) -> Self {
        let text = CString::new(sql).expect("no zero in SQL");
        let mut statement = ptr::null_mut();
        let flags = ffi::SQLITE_PREPARE_PERSISTENT;
        let code = unsafe {
            ffi::sqlite3_prepare_v3(db, text.as_ptr(), -1, flags, &raw mut statement, ptr::null_mut())
        };
        assert_eq!(code, ffi::SQLITE_OK, "{sql}");
        Self(statement)
    }

    pub fn integer(self, number: c_int, value: i64) {
        unsafe { ffi::sqlite3_bind_int64(self.0, number, value) };
    }

    pub fn text(self, number: c_int, value: Option<&str>) {
        match value {
            Some(text) => unsafe {
                let length = c_int::try_from(text.len()).expect("texts are short");
                ffi::sqlite3_bind_text(self.0, number, text.as_ptr().cast(), length, ffi::SQLITE_STATIC());
            },
            None => unsafe {
                ffi::sqlite3_bind_null(self.0, number);
            },
        }
    }

    /// Steps to the next row; at the end, back to the start.
    pub fn step(self) -> bool {
        match unsafe { ffi::sqlite3_step(self.0) } {
            ffi::SQLITE_ROW => true,
            ffi::SQLITE_DONE => {
                unsafe { ffi::sqlite3_reset(self.0) };
                false
            }
            code => panic!("SQLite gives {code}"),
        }
    }

    pub fn column(self, column: c_int) -> i64 {
        unsafe { ffi::sqlite3_column_int64(self.0, column) }
    }

    pub fn number(self, column: c_int) -> f64 {
        unsafe { ffi::sqlite3_column_double(self.0, column) }
    }

    pub fn column_text(self, column: c_int) -> Option<String> {
        unsafe {
            let start = ffi::sqlite3_column_text(self.0, column);
            if start.is_null() {
                return None;
            }
            let length = ffi::sqlite3_column_bytes(self.0, column);
            let bytes = std::slice::from_raw_parts(start, usize::try_from(length).unwrap_or(0));
            Some(std::str::from_utf8(bytes).expect("texts are UTF-8").to_owned())
        }
    }

    pub fn text_of(self, column: c_int) -> String {
        self.column_text(column).unwrap_or_default()
    }

    /// All rows.
    pub fn all<T>(self, row: impl Fn(Self) -> T) -> Vec<T> {
        let mut rows = Vec::new();
        while self.step() {
            rows.push(row(self));
        }
        rows
    }

    /// Runs what gives no rows.
    pub fn run(self) {
        while self.step() {}
    }
}
