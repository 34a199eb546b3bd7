//! rusqlite, with `prepare_cached`.
use std::hint::black_box;

use rusqlite::{Connection, OptionalExtension as _, Params, Result, Row, TransactionBehavior, params, params_from_iter};

use super::Peer;
use super::raw::{Person, Pet};
use crate::data::{NAME, TABLES, hair_color, keys};

const FIND: &str = "SELECT id, name, hair_color FROM people WHERE id = ?1";
const FIRST: &str = "SELECT id, name, hair_color FROM people WHERE id >= ?1 ORDER BY id LIMIT 1";
const INSERT: &str = "INSERT INTO people (name, hair_color) VALUES (?1, ?2)";
const UPDATE: &str = "UPDATE people SET name = ?1, hair_color = ?2 WHERE id = ?3";

#[derive(Debug)]
pub struct Rusqlite(Connection);

fn person(row: &Row<'_>) -> Result<Person> {
    Ok(Person { id: row.get(0)?, name: row.get(1)?, hair_color: row.get(2)? })
}

fn pet(row: &Row<'_>) -> Result<Pet> {
    Ok(Pet { id: row.get(0)?, name: row.get(1)?, person_id: row.get(2)? })
}

fn new_person(at: usize) -> Person {
    Person { id: 0, name: NAME.to_owned(), hair_color: hair_color(at).map(str::to_owned) }
}

fn fetch<T>(db: &Connection, sql: &str, arguments: impl Params, row: fn(&Row<'_>) -> Result<T>) -> Result<Vec<T>> {
    db.prepare_cached(sql)?.query_map(arguments, row)?.collect()
}

fn find(db: &Connection, key: i64) -> Result<Option<Person>> {
    db.prepare_cached(FIND)?.query_row([key], person).optional()
}

fn insert(db: &Connection, at: usize) -> Result<Person> {
    let mut person = new_person(at);
    db.prepare_cached(INSERT)?.execute(params![person.name, person.hair_color])?;
    person.id = db.last_insert_rowid();
    Ok(person)
}

fn save(db: &Connection, person: &Person) -> Result<usize> {
    db.prepare_cached(UPDATE)?.execute(params![person.name, person.hair_color, person.id])
}

impl Rusqlite {
    pub fn new() -> Self {
        let mut peer = Self(Connection::open_in_memory().expect("memory opens"));
        peer.script(TABLES);
        peer
    }

    fn insert_rows(&self, rows: usize) -> Result<Vec<Person>> {
        let mut people: Vec<_> = (0..rows).map(new_person).collect();
        let marks = vec!["(?, ?)"; rows].join(", ");
        let sql = format!("INSERT INTO people (name, hair_color) VALUES {marks} RETURNING id");
        let values = people.iter().flat_map(|person| [Some(&person.name), person.hair_color.as_ref()]);
        let mut statement = self.0.prepare_cached(&sql)?;
        let keys = statement.query_map(params_from_iter(values), |row| row.get(0))?.collect::<Result<Vec<_>>>()?;
        drop(statement);
        for (person, key) in people.iter_mut().zip(keys) {
            person.id = key;
        }
        Ok(people)
    }

    fn five(&mut self, at: usize) -> Result<()> {
        let transaction = self.0.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let stored = insert(&transaction, at)?;
        let mut found = find(&transaction, stored.id)?.expect("it was stored");
        found.hair_color = None;
        save(&transaction, &found)?;
        let found = find(&transaction, stored.id)?.expect("it was stored");
        transaction.prepare_cached("DELETE FROM people WHERE id = ?1")?.execute([found.id])?;
        transaction.commit()
    }
}

impl Default for Rusqlite {
    fn default() -> Self {
        Self::new()
    }
}

fn count(result: Result<usize>) -> Option<usize> {
    Some(result.expect("the database answers"))
}

impl Peer for Rusqlite {
    fn name(&self) -> String {
        "rusqlite".to_owned()
    }

    fn script(&mut self, sql: &str) {
        self.0.execute_batch(sql).expect("the script runs");
    }

    fn find(&mut self, times: usize) -> Option<usize> {
        count(keys(times).map(|key| Ok(usize::from(black_box(find(&self.0, key)?).is_some()))).sum())
    }

    fn first(&mut self, times: usize) -> Option<usize> {
        let first = |key| self.0.prepare_cached(FIRST)?.query_row([key], person).optional();
        count(keys(times).map(|key| Ok(usize::from(black_box(first(key)?).is_some()))).sum())
    }

    fn load(&mut self, times: usize) -> Option<usize> {
        let load = || fetch(&self.0, "SELECT id, name, hair_color FROM people", [], person);
        count((0..times).map(|_| Ok(black_box(load()?).len())).sum())
    }

    fn insert(&mut self, times: usize) -> Option<usize> {
        count((0..times).map(|at| black_box(insert(&self.0, at)).map(|_| 1)).sum())
    }

    fn insert_all(&mut self, rows: usize, times: usize) -> Option<usize> {
        count((0..times).map(|_| Ok(black_box(self.insert_rows(rows)?).len())).sum())
    }

    fn update(&mut self, times: usize) -> Option<usize> {
        let mut person = new_person(0);
        count(
            keys(times)
                .map(|key| {
                    person.id = key;
                    save(&self.0, &person)
                })
                .sum(),
        )
    }

    fn children(&mut self, times: usize) -> Option<usize> {
        let pets = |key| fetch(&self.0, "SELECT id, name, person_id FROM pets WHERE person_id = ?1", [key], pet);
        count(keys(times).map(|key| Ok(black_box(pets(key)?).len())).sum())
    }

    fn transaction(&mut self, times: usize) -> Option<usize> {
        count((0..times).map(|at| self.five(at).map(|()| 1)).sum())
    }
}
