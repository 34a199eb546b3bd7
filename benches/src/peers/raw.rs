//! The yardstick: SQLite's own functions, statements prepared once, texts bound without a copy.
#![allow(unsafe_code, reason = "this is what everybody else is compared with")]
use std::collections::HashMap;
use std::ffi::{CStr, CString, c_int};
use std::hint::black_box;
use std::ptr;

use libsqlite3_sys as ffi;

use super::Peer;
use crate::data::{NAME, TABLES, hair_color, keys};

const FIND: &str = "SELECT id, name, hair_color FROM people WHERE id = ?1";
const FIRST: &str = "SELECT id, name, hair_color FROM people WHERE id >= ?1 ORDER BY id LIMIT 1";
const LOAD: &str = "SELECT id, name, hair_color FROM people";
const INSERT: &str = "INSERT INTO people (name, hair_color) VALUES (?1, ?2)";
const UPDATE: &str = "UPDATE people SET name = ?1, hair_color = ?2 WHERE id = ?3";
const PETS: &str = "SELECT id, name, person_id FROM pets WHERE person_id = ?1";
const DELETE: &str = "DELETE FROM people WHERE id = ?1";

/// How new rows are stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// One `VALUES` for all rows, with `RETURNING id`.
    Returning,
    /// One `VALUES` for all rows; the keys stay unknown, but for the last one.
    Silent,
    /// A statement per row, in a transaction if there are several; each gives its key.
    RowByRow,
}

#[derive(Debug)]
pub struct Person {
    pub id: i64,
    pub name: String,
    pub hair_color: Option<String>,
}

#[derive(Debug)]
pub struct Pet {
    pub id: i64,
    pub name: String,
    pub person_id: i64,
}

#[derive(Debug)]
pub struct Raw {
    style: Style,
    db: *mut ffi::sqlite3,
    statements: HashMap<String, Statement>,
}

/// A prepared statement.
#[derive(Debug, Clone, Copy)]
struct Statement(*mut ffi::sqlite3_stmt);

// SAFETY, for all that follows: everything is made, used and freed by one thread, and what is bound outlives the step.
impl Statement {
    fn integer(self, number: c_int, value: i64) {
        unsafe { ffi::sqlite3_bind_int64(self.0, number, value) };
    }

    fn text(self, number: c_int, value: Option<&str>) {
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
    fn step(self) -> bool {
        match unsafe { ffi::sqlite3_step(self.0) } {
            ffi::SQLITE_ROW => true,
            ffi::SQLITE_DONE => {
                unsafe { ffi::sqlite3_reset(self.0) };
                false
            }
            code => panic!("SQLite gives {code}"),
        }
    }

    fn column(self, column: c_int) -> i64 {
        unsafe { ffi::sqlite3_column_int64(self.0, column) }
    }

    fn column_text(self, column: c_int) -> Option<String> {
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

    fn person(self) -> Person {
        Person { id: self.column(0), name: self.column_text(1).unwrap_or_default(), hair_color: self.column_text(2) }
    }

    fn people(self) -> Vec<Person> {
        let mut people = Vec::new();
        while self.step() {
            people.push(self.person());
        }
        people
    }

    fn pets(self) -> Vec<Pet> {
        let mut pets = Vec::new();
        while self.step() {
            let name = self.column_text(1).unwrap_or_default();
            pets.push(Pet { id: self.column(0), name, person_id: self.column(2) });
        }
        pets
    }

    /// Runs what gives no rows.
    fn run(self) {
        while self.step() {}
    }
}

fn values(rows: usize, returning: &str) -> String {
    let marks = vec!["(?, ?)"; rows].join(", ");
    format!("INSERT INTO people (name, hair_color) VALUES {marks}{returning}")
}

fn new_person(at: usize) -> Person {
    Person { id: 0, name: NAME.to_owned(), hair_color: hair_color(at).map(str::to_owned) }
}

impl Raw {
    pub fn new(style: Style) -> Self {
        let mut db = ptr::null_mut();
        let flags = ffi::SQLITE_OPEN_READWRITE | ffi::SQLITE_OPEN_CREATE | ffi::SQLITE_OPEN_NOMUTEX;
        let code = unsafe { ffi::sqlite3_open_v2(c":memory:".as_ptr(), &raw mut db, flags, ptr::null()) };
        assert_eq!(code, ffi::SQLITE_OK, "memory opens");
        let mut peer = Self { style, db, statements: HashMap::new() };
        peer.script(TABLES);
        peer
    }

    /// Prepares a statement, or gives it prepared; called once per measurement.
    fn statement(&mut self, sql: &str) -> Statement {
        let db = self.db;
        *self.statements.entry(sql.to_owned()).or_insert_with(|| {
            let text = CString::new(sql).expect("no zero in SQL");
            let mut statement = ptr::null_mut();
            let flags = ffi::SQLITE_PREPARE_PERSISTENT;
            let code = unsafe {
                ffi::sqlite3_prepare_v3(db, text.as_ptr(), -1, flags, &raw mut statement, ptr::null_mut())
            };
            assert_eq!(code, ffi::SQLITE_OK, "{sql}");
            Statement(statement)
        })
    }

    /// Reads one row by a key, for each key.
    fn one_by_one(&mut self, sql: &str, times: usize) -> usize {
        let find = self.statement(sql);
        let mut seen = 0;
        for key in keys(times) {
            find.integer(1, key);
            let person = find.step().then(|| find.person());
            find.run();
            seen += usize::from(black_box(person).is_some());
        }
        seen
    }

    fn last_key(&self) -> i64 {
        unsafe { ffi::sqlite3_last_insert_rowid(self.db) }
    }

    fn store(&self, insert: Statement, at: usize) -> Person {
        let mut person = new_person(at);
        insert.text(1, Some(&person.name));
        insert.text(2, person.hair_color.as_deref());
        if self.style == Style::Returning {
            assert!(insert.step(), "a row comes back");
            person.id = insert.column(0);
        }
        insert.run();
        if self.style != Style::Returning {
            person.id = self.last_key();
        }
        person
    }

    fn store_all(&self, insert: Statement, rows: usize) -> Vec<Person> {
        let mut people: Vec<_> = (0..rows).map(new_person).collect();
        for (number, person) in (1..).step_by(2).zip(&people) {
            insert.text(number, Some(&person.name));
            insert.text(number + 1, person.hair_color.as_deref());
        }
        if self.style == Style::Returning {
            for person in &mut people {
                assert!(insert.step(), "each row comes back");
                person.id = insert.column(0);
            }
        }
        insert.run();
        people
    }

    fn returning(&self) -> &'static str {
        if self.style == Style::Returning { " RETURNING id" } else { "" }
    }
}

impl Drop for Raw {
    fn drop(&mut self) {
        for statement in self.statements.values() {
            unsafe { ffi::sqlite3_finalize(statement.0) };
        }
        unsafe { ffi::sqlite3_close(self.db) };
    }
}

impl Peer for Raw {
    fn name(&self) -> String {
        match self.style {
            Style::Returning => "raw".to_owned(),
            Style::Silent => "raw, without `RETURNING`".to_owned(),
            Style::RowByRow => "raw, a statement per row".to_owned(),
        }
    }

    fn script(&mut self, sql: &str) {
        let text = CString::new(sql).expect("no zero in SQL");
        let code = unsafe { ffi::sqlite3_exec(self.db, text.as_ptr(), None, ptr::null_mut(), ptr::null_mut()) };
        let message = unsafe { CStr::from_ptr(ffi::sqlite3_errmsg(self.db)) };
        assert_eq!(code, ffi::SQLITE_OK, "{message:?}");
    }

    fn find(&mut self, times: usize) -> Option<usize> {
        if self.style != Style::Returning {
            return None;
        }
        Some(self.one_by_one(FIND, times))
    }

    fn first(&mut self, times: usize) -> Option<usize> {
        if self.style != Style::Returning {
            return None;
        }
        Some(self.one_by_one(FIRST, times))
    }

    fn load(&mut self, times: usize) -> Option<usize> {
        if self.style != Style::Returning {
            return None;
        }
        let load = self.statement(LOAD);
        Some((0..times).map(|_| black_box(load.people()).len()).sum())
    }

    fn insert(&mut self, times: usize) -> Option<usize> {
        if self.style == Style::RowByRow {
            return None;
        }
        let insert = self.statement(&format!("{INSERT}{}", self.returning()));
        for at in 0..times {
            black_box(self.store(insert, at));
        }
        Some(times)
    }

    fn insert_all(&mut self, rows: usize, times: usize) -> Option<usize> {
        let mut seen = 0;
        if self.style == Style::RowByRow {
            let (begin, commit) = (self.statement("BEGIN IMMEDIATE"), self.statement("COMMIT"));
            let insert = self.statement(INSERT);
            for _ in 0..times {
                begin.run();
                let stored: Vec<_> = (0..rows).map(|at| self.store(insert, at)).collect();
                commit.run();
                seen += black_box(stored).len();
            }
            return Some(seen);
        }
        let insert = self.statement(&values(rows, self.returning()));
        for _ in 0..times {
            seen += black_box(self.store_all(insert, rows)).len();
        }
        Some(seen)
    }

    fn update(&mut self, times: usize) -> Option<usize> {
        if self.style != Style::Returning {
            return None;
        }
        let update = self.statement(UPDATE);
        let person = new_person(0);
        for key in keys(times) {
            update.text(1, Some(&person.name));
            update.text(2, person.hair_color.as_deref());
            update.integer(3, key);
            update.run();
        }
        Some(times)
    }

    fn children(&mut self, times: usize) -> Option<usize> {
        if self.style != Style::Returning {
            return None;
        }
        let pets = self.statement(PETS);
        let mut seen = 0;
        for key in keys(times) {
            pets.integer(1, key);
            seen += black_box(pets.pets()).len();
        }
        Some(seen)
    }

    fn transaction(&mut self, times: usize) -> Option<usize> {
        if self.style == Style::RowByRow {
            return None;
        }
        let (begin, commit) = (self.statement("BEGIN IMMEDIATE"), self.statement("COMMIT"));
        let insert = self.statement(&format!("{INSERT}{}", self.returning()));
        let (find, update, delete) = (self.statement(FIND), self.statement(UPDATE), self.statement(DELETE));
        let get = |key| {
            find.integer(1, key);
            let person = find.step().then(|| find.person()).expect("it was stored");
            find.run();
            person
        };
        for at in 0..times {
            begin.run();
            let stored = self.store(insert, at);
            let found = get(stored.id);
            update.text(1, Some(&found.name));
            update.text(2, None);
            update.integer(3, found.id);
            update.run();
            delete.integer(1, get(found.id).id);
            delete.run();
            commit.run();
        }
        Some(times)
    }
}
