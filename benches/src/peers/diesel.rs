//! diesel's SQLite backend, with its own statement cache.
//!
//! A row by its key is read with `get_result`, not with `first`, which costs ten times as much: it binds a limit, and
//! SQLite prepares a statement again when another limit is bound.
use std::hint::black_box;

use diesel::connection::SimpleConnection as _;
use diesel::prelude::*;
use diesel::result::Error;
use diesel::sqlite::Sqlite;

use super::Peer;
use crate::data::{NAME, TABLES, hair_color, keys};

diesel::table! {
    people (id) { id -> BigInt, name -> Text, hair_color -> Nullable<Text>, }
}

diesel::table! {
    pets (id) { id -> BigInt, name -> Text, person_id -> BigInt, }
}

#[derive(Debug, Queryable, Selectable, Identifiable, AsChangeset)]
#[diesel(table_name = people, check_for_backend(Sqlite), treat_none_as_null = true)]
pub struct Person {
    pub id: i64,
    pub name: String,
    pub hair_color: Option<String>,
}

#[derive(Debug, Queryable, Selectable, Identifiable, Associations)]
#[diesel(table_name = pets, check_for_backend(Sqlite), belongs_to(Person))]
pub struct Pet {
    pub id: i64,
    pub name: String,
    pub person_id: i64,
}

/// With `treat_none_as_default_value = false`, several rows become one statement.
#[derive(Debug, Insertable)]
#[diesel(table_name = people, treat_none_as_default_value = false)]
struct NewPerson {
    name: String,
    hair_color: Option<String>,
}

pub struct Diesel(SqliteConnection);

impl Diesel {
    pub fn new() -> Self {
        let mut peer = Self(SqliteConnection::establish(":memory:").expect("memory opens"));
        peer.script(TABLES);
        peer
    }

    fn find_one(&mut self, key: i64) -> QueryResult<Option<Person>> {
        people::table.find(key).select(Person::as_select()).get_result(&mut self.0).optional()
    }

    fn insert_rows(&mut self, rows: usize) -> QueryResult<Vec<Person>> {
        let new: Vec<_> = (0..rows).map(new_person).collect();
        let insert = diesel::insert_into(people::table).values(&new);
        insert.returning(Person::as_returning()).get_results(&mut self.0)
    }

    fn pets(&mut self, person: &Person) -> QueryResult<Vec<Pet>> {
        Pet::belonging_to(person).select(Pet::as_select()).load(&mut self.0)
    }

    fn five(&mut self, at: usize) -> QueryResult<()> {
        self.0.immediate_transaction::<_, Error, _>(|db| {
            let stored = insert(db, at)?;
            let find = |db: &mut SqliteConnection, key: i64| {
                people::table.find(key).select(Person::as_select()).get_result(db)
            };
            let mut found: Person = find(db, stored.id)?;
            found.hair_color = None;
            save(db, &found)?;
            let found: Person = find(db, stored.id)?;
            diesel::delete(&found).execute(db).map(|_| ())
        })
    }
}

impl Default for Diesel {
    fn default() -> Self {
        Self::new()
    }
}

fn new_person(at: usize) -> NewPerson {
    NewPerson { name: NAME.to_owned(), hair_color: hair_color(at).map(str::to_owned) }
}

fn insert(db: &mut SqliteConnection, at: usize) -> QueryResult<Person> {
    let insert = diesel::insert_into(people::table).values(new_person(at));
    insert.returning(Person::as_returning()).get_result(db)
}

fn save(db: &mut SqliteConnection, person: &Person) -> QueryResult<usize> {
    diesel::update(person).set(person).execute(db)
}

fn count(result: QueryResult<usize>) -> Option<usize> {
    Some(result.expect("the database answers"))
}

impl Peer for Diesel {
    fn name(&self) -> String {
        "diesel".to_owned()
    }

    fn script(&mut self, sql: &str) {
        self.0.batch_execute(sql).expect("the script runs");
    }

    fn find(&mut self, times: usize) -> Option<usize> {
        count(keys(times).map(|key| Ok(usize::from(black_box(self.find_one(key)?).is_some()))).sum())
    }

    fn first(&mut self, times: usize) -> Option<usize> {
        let mut first = |key| {
            let query = people::table.filter(people::id.ge(key)).order_by(people::id.asc());
            query.select(Person::as_select()).first(&mut self.0).optional()
        };
        count(keys(times).map(|key| Ok(usize::from(black_box(first(key)?).is_some()))).sum())
    }

    fn load(&mut self, times: usize) -> Option<usize> {
        let mut load = || people::table.select(Person::as_select()).load(&mut self.0);
        count((0..times).map(|_| Ok(black_box(load()?).len())).sum())
    }

    fn insert(&mut self, times: usize) -> Option<usize> {
        count((0..times).map(|at| black_box(insert(&mut self.0, at)).map(|_| 1)).sum())
    }

    fn insert_all(&mut self, rows: usize, times: usize) -> Option<usize> {
        count((0..times).map(|_| Ok(black_box(self.insert_rows(rows)?).len())).sum())
    }

    fn update(&mut self, times: usize) -> Option<usize> {
        let mut person = self.find_one(1).expect("the database answers").expect("it is there");
        count(
            keys(times)
                .map(|key| {
                    person.id = key;
                    save(&mut self.0, &person)
                })
                .sum(),
        )
    }

    fn children(&mut self, times: usize) -> Option<usize> {
        let mut person = self.find_one(1).expect("the database answers").expect("it is there");
        count(
            keys(times)
                .map(|key| {
                    person.id = key;
                    Ok(black_box(self.pets(&person)?).len())
                })
                .sum(),
        )
    }

    fn transaction(&mut self, times: usize) -> Option<usize> {
        count((0..times).map(|at| self.five(at).map(|()| 1)).sum())
    }
}
