//! The yardstick: SQLite's own functions, statements prepared once, texts bound without a copy.
mod statement;
mod task;

use std::collections::HashMap;
use std::ffi::CString;
use std::hint::black_box;

use libsqlite3_sys as ffi;

use crate::data::{BRANCHES, Database, JOINED, NAME, SET, hair_color, key};
use crate::peer::{Peer, Work};
use crate::rows::{self, Club, Person, Pet, Record, Toy, With};
use crate::sql;
pub use statement::Statement;
pub use task::InTask;

const HERE: Database = Database::Sqlite;

/// How new rows are stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// One `VALUES` for all rows, with `RETURNING id`.
    Returning,
    /// The same, in memory that several connections can share, which is what `orm` gives its pool.
    Shared,
    /// The same once more, in a task of a runtime with two threads: its memory comes from there.
    Task,
    /// One `VALUES` for all rows; the keys stay unknown, but for the last one.
    Silent,
    /// A statement per row, in a transaction if there are several; each gives its key.
    RowByRow,
}

#[derive(Debug)]
pub struct Raw {
    style: Style,
    db: *mut ffi::sqlite3,
    statements: HashMap<String, Statement>,
}

fn person(row: Statement) -> Person {
    Person { id: row.column(0), name: row.text_of(1), hair_color: row.column_text(2) }
}

fn pet(row: Statement) -> Pet {
    Pet { id: row.column(0), name: row.text_of(1), person_id: row.column(2) }
}

fn record(row: Statement) -> Record {
    Record {
        id: row.column(0),
        integers: std::array::from_fn(|at| row.column(1 + at as i32)),
        texts: std::array::from_fn(|at| row.text_of(7 + at as i32)),
        notes: std::array::from_fn(|at| row.column_text(13 + at as i32)),
        numbers: std::array::from_fn(|at| row.number(15 + at as i32)),
        flags: std::array::from_fn(|at| row.column(18 + at as i32) != 0),
    }
}

fn new_person(at: usize) -> Person {
    Person { id: 0, name: NAME.to_owned(), hair_color: hair_color(at).map(str::to_owned) }
}

impl Raw {
    #[must_use]
    pub fn new(style: Style) -> Self {
        let name = match style {
            Style::Shared => c"file:/raw?vfs=memdb",
            Style::Task => c"file:/raw-in-a-task?vfs=memdb",
            Style::Returning | Style::Silent | Style::RowByRow => c":memory:",
        };
        let mut peer = Self { style, db: statement::open(name), statements: HashMap::new() };
        peer.script(&HERE.tables());
        peer
    }

    /// Prepares a statement, or gives it prepared; called once per measurement.
    fn statement(&mut self, sql: &str) -> Statement {
        let db = self.db;
        *self.statements.entry(sql.to_owned()).or_insert_with(|| Statement::prepare(db, sql))
    }

    fn one_by_one(&mut self, sql: &str, times: usize) -> usize {
        let find = self.statement(sql);
        let one = |at| {
            find.integer(1, key(at));
            let found = find.step().then(|| person(find));
            find.run();
            usize::from(black_box(found).is_some())
        };
        (0..times).map(one).sum()
    }

    fn load<T>(&mut self, sql: &str, times: usize, row: fn(Statement) -> T) -> usize {
        let load = self.statement(sql);
        (0..times).map(|_| black_box(load.all(row)).len()).sum()
    }

    fn store(&self, insert: Statement, at: usize) -> Person {
        let mut person = new_person(at);
        insert.text(1, Some(&person.name));
        insert.text(2, person.hair_color.as_deref());
        person.id = self.run_insert(insert);
        person
    }

    fn run_insert(&self, insert: Statement) -> i64 {
        if self.returns() {
            assert!(insert.step(), "a row comes back");
            let key = insert.column(0);
            insert.run();
            return key;
        }
        insert.run();
        // SAFETY: the database is open.
        #[allow(unsafe_code, reason = "this is what everybody else is compared with")]
        unsafe {
            ffi::sqlite3_last_insert_rowid(self.db)
        }
    }

    fn store_all(&self, insert: Statement, rows: usize) -> Vec<Person> {
        let mut people: Vec<_> = (0..rows).map(new_person).collect();
        for (number, person) in (1..).step_by(2).zip(&people) {
            insert.text(number, Some(&person.name));
            insert.text(number + 1, person.hair_color.as_deref());
        }
        if self.returns() {
            for person in &mut people {
                assert!(insert.step(), "each row comes back");
                person.id = insert.column(0);
            }
        }
        insert.run();
        people
    }

    fn returns(&self) -> bool {
        matches!(self.style, Style::Returning | Style::Shared | Style::Task)
    }

    fn returning(&self) -> &'static str {
        if self.returns() { " RETURNING id" } else { "" }
    }

    fn insert(&mut self, count: usize, times: usize) -> usize {
        if self.style == Style::RowByRow {
            let (begin, commit) = (self.statement("BEGIN IMMEDIATE"), self.statement("COMMIT"));
            let insert = self.statement(sql::INSERT);
            let all = |_| {
                begin.run();
                let stored: Vec<_> = (0..count).map(|at| self.store(insert, at)).collect();
                commit.run();
                black_box(stored).len()
            };
            return (0..times).map(all).sum();
        }
        if count == 1 {
            let insert = self.statement(&format!("{}{}", sql::INSERT, self.returning()));
            return (0..times).map(|at| usize::from(black_box(self.store(insert, at)).id > 0)).sum();
        }
        let insert = self.statement(&sql::insert_people(count, self.returning()));
        (0..times).map(|_| black_box(self.store_all(insert, count)).len()).sum()
    }

    fn transaction(&mut self, times: usize) -> usize {
        let (begin, commit) = (self.statement("BEGIN IMMEDIATE"), self.statement("COMMIT"));
        let insert = self.statement(&format!("{}{}", sql::INSERT, self.returning()));
        let [find, update, delete] = [sql::FIND, sql::UPDATE, sql::DELETE].map(|sql| self.statement(sql));
        let get = |key| {
            find.integer(1, key);
            let person = find.step().then(|| person(find)).expect("it was stored");
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
        times
    }

    fn update(&mut self, times: usize) -> usize {
        let update = self.statement(sql::UPDATE);
        let person = new_person(0);
        for at in 0..times {
            update.text(1, Some(&person.name));
            update.text(2, person.hair_color.as_deref());
            update.integer(3, key(at));
            update.run();
        }
        times
    }

    fn children(&mut self, times: usize) -> usize {
        let pets = self.statement(sql::PETS_OF_ONE);
        let children = |at| {
            pets.integer(1, key(at));
            black_box(pets.all(pet)).len()
        };
        (0..times).map(children).sum()
    }

    fn tree(&mut self, times: usize) -> usize {
        let (begin, commit) = (self.statement("BEGIN IMMEDIATE"), self.statement("COMMIT"));
        let person = self.statement(&format!("{} RETURNING id", sql::INSERT));
        let many = |table, columns, rows| sql::insert_many(table, columns, rows, " RETURNING id");
        let pets = self.statement(&many("pets", "name, person_id", BRANCHES));
        let toys = self.statement(&many("toys", "name, pet_id", BRANCHES * BRANCHES));
        let children = |insert: Statement, parents: &[i64]| {
            let several = |&parent| (0..BRANCHES).map(move |_| (NAME.to_owned(), parent));
            let rows: Vec<(String, i64)> = parents.iter().flat_map(several).collect();
            for (number, (name, parent)) in (1..).step_by(2).zip(&rows) {
                insert.text(number, Some(name));
                insert.integer(number + 1, *parent);
            }
            let keys = insert.all(|row| row.column(0));
            (rows, keys)
        };
        let one = |at| {
            begin.run();
            let root = self.store(person, at);
            let (pet_rows, keys) = children(pets, &[root.id]);
            let (toy_rows, last) = children(toys, &keys);
            commit.run();
            let tree = black_box((root, pet_rows, toy_rows, last));
            1 + tree.1.len() + tree.2.len()
        };
        (0..times).map(one).sum()
    }

    fn junction(&mut self, times: usize) -> usize {
        let (begin, commit) = (self.statement("BEGIN IMMEDIATE"), self.statement("COMMIT"));
        let (add, linked) = (self.statement(&sql::link(JOINED.count())), self.statement(sql::LINKED));
        let (some, remove) = (self.statement(&sql::link(5)), self.statement(&sql::unlink(HERE)));
        let insert = |insert: Statement, clubs: &[i64]| {
            for (number, &club) in (1..).step_by(2).zip(clubs) {
                insert.integer(number, 1);
                insert.integer(number + 1, club);
            }
            insert.run();
        };
        let delete = |clubs: &[i64]| {
            let clubs = rows::json(clubs.iter().copied());
            remove.text(1, Some(&clubs));
            remove.integer(2, 1);
            remove.run();
        };
        let (joined, set): (Vec<_>, Vec<_>) = (JOINED.collect(), SET.collect());
        for _ in 0..times {
            insert(add, &joined);
            begin.run();
            linked.integer(1, 1);
            let present = linked.all(|row| row.column(0));
            let gone: Vec<_> = present.iter().copied().filter(|club| !set.contains(club)).collect();
            let new: Vec<_> = set.iter().copied().filter(|club| !present.contains(club)).collect();
            delete(&gone);
            insert(some, &new);
            commit.run();
            delete(&set);
        }
        times
    }

    fn has_many(&mut self, times: usize) -> usize {
        let (people, pets) = (self.statement(sql::LOAD), self.statement(&sql::pets(HERE)));
        let one = |_| {
            let people = people.all(person);
            let keys = rows::json(people.iter().map(|person| person.id));
            pets.text(1, Some(&keys));
            let pets = pets.all(|row| (row.column(2), pet(row)));
            rows::count(&black_box(rows::group(people, |person| person.id, pets.into_iter())))
        };
        (0..times).map(one).sum()
    }

    fn many_to_many(&mut self, times: usize) -> usize {
        let (people, clubs) = (self.statement(sql::LOAD), self.statement(&sql::clubs(HERE)));
        let one = |_| {
            let people = people.all(person);
            let keys = rows::json(people.iter().map(|person| person.id));
            clubs.text(1, Some(&keys));
            let clubs = clubs.all(|row| (row.column(2), Club { id: row.column(0), name: row.text_of(1) }));
            rows::count(&black_box(rows::group(people, |person| person.id, clubs.into_iter())))
        };
        (0..times).map(one).sum()
    }

    fn deep(&mut self, times: usize) -> usize {
        let people = self.statement(sql::LOAD);
        let (pets, toys) = (self.statement(&sql::pets(HERE)), self.statement(&sql::toys(HERE)));
        let one = |_| {
            let people = people.all(person);
            let keys = rows::json(people.iter().map(|person| person.id));
            pets.text(1, Some(&keys));
            let pets = pets.all(pet);
            let keys = rows::json(pets.iter().map(|pet| pet.id));
            toys.text(1, Some(&keys));
            let toys = toys.all(|row| {
                (row.column(2), Toy { id: row.column(0), name: row.text_of(1), pet_id: row.column(2) })
            });
            let pets = rows::group(pets, |pet| pet.id, toys.into_iter());
            let pets = pets.into_iter().map(|pet: With<Pet, Toy>| (pet.row.person_id, pet));
            rows::count_deep(&black_box(rows::group(people, |person| person.id, pets)))
        };
        (0..times).map(one).sum()
    }
}

impl Drop for Raw {
    fn drop(&mut self) {
        statement::close(self.db, self.statements.values());
    }
}

impl Peer for Raw {
    fn name(&self) -> String {
        match self.style {
            Style::Returning => "raw".to_owned(),
            Style::Shared => "raw, in shared memory".to_owned(),
            Style::Task => "raw, in a task".to_owned(),
            Style::Silent => "raw, without `RETURNING`".to_owned(),
            Style::RowByRow => "raw, a statement per row".to_owned(),
        }
    }

    fn script(&mut self, sql: &str) {
        let text = CString::new(sql).expect("no zero in SQL");
        statement::execute(self.db, &text);
    }

    fn work(&mut self, work: Work, times: usize) -> Option<usize> {
        let writes = matches!(work, Work::Insert(_) | Work::Transaction);
        let one = self.style == Style::RowByRow && work == Work::Insert(1);
        if !self.returns() && !writes || one {
            return None;
        }
        Some(match work {
            Work::Find => self.one_by_one(sql::FIND, times),
            Work::First => self.one_by_one(sql::FIRST, times),
            Work::Load => self.load(sql::LOAD, times, person),
            Work::Wide => self.load(sql::WIDE, times, record),
            Work::Join => self.load(sql::JOIN, times, |row| {
                (pet(row), Person { id: row.column(3), name: row.text_of(4), hair_color: row.column_text(5) })
            }),
            Work::Children => self.children(times),
            Work::HasMany => self.has_many(times),
            Work::ManyToMany => self.many_to_many(times),
            Work::Deep => self.deep(times),
            Work::Insert(count) => self.insert(count, times),
            Work::Tree => self.tree(times),
            Work::Junction => self.junction(times),
            Work::Update => self.update(times),
            Work::Transaction if self.style == Style::RowByRow => return None,
            Work::Transaction => self.transaction(times),
            Work::Tasks => return None,
        })
    }
}
