//! rusqlite, with `prepare_cached`.
use std::hint::black_box;
use std::path::Path;
use std::sync::{Arc, Condvar, Mutex};

use rusqlite::{
    Connection, OptionalExtension as _, Params, Result, Row, ToSql, TransactionBehavior, params,
    params_from_iter,
};

use crate::data::{self, BRANCHES, Database, FINDS, JOINED, NAME, POOL, SET, TASKS, hair_color, key};
use crate::peer::{Peer, Work, repeat};
use crate::rows::{self, Club, Person, Pet, Record, Toy, With};
use crate::sql;
use crate::workers::Workers;

const HERE: Database = Database::Sqlite;

#[derive(Debug)]
pub struct Rusqlite {
    db: Connection,
    pool: Option<(Pool, Workers)>,
}

/// A few connections, for many threads.
#[derive(Debug, Clone)]
struct Pool(Arc<(Mutex<Vec<Connection>>, Condvar)>);

impl Pool {
    fn with<T>(&self, work: impl FnOnce(&Connection) -> T) -> T {
        let (idle, returned) = &*self.0;
        let mut idle_ones = idle.lock().expect("no thread panics");
        let connection = loop {
            match idle_ones.pop() {
                Some(connection) => break connection,
                None => idle_ones = returned.wait(idle_ones).expect("no thread panics"),
            }
        };
        drop(idle_ones);
        let result = work(&connection);
        idle.lock().expect("no thread panics").push(connection);
        returned.notify_one();
        result
    }
}

fn person(row: &Row<'_>) -> Result<Person> {
    Ok(Person { id: row.get(0)?, name: row.get(1)?, hair_color: row.get(2)? })
}

fn pet(row: &Row<'_>) -> Result<Pet> {
    Ok(Pet { id: row.get(0)?, name: row.get(1)?, person_id: row.get(2)? })
}

fn record(row: &Row<'_>) -> Result<Record> {
    Ok(Record {
        id: row.get(0)?,
        integers: [row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?, row.get(5)?, row.get(6)?],
        texts: [row.get(7)?, row.get(8)?, row.get(9)?, row.get(10)?, row.get(11)?, row.get(12)?],
        notes: [row.get(13)?, row.get(14)?],
        numbers: [row.get(15)?, row.get(16)?, row.get(17)?],
        flags: [row.get(18)?, row.get(19)?],
    })
}

fn new_person(at: usize) -> Person {
    Person { id: 0, name: NAME.to_owned(), hair_color: hair_color(at).map(str::to_owned) }
}

fn fetch<T>(
    db: &Connection,
    sql: &str,
    arguments: impl Params,
    row: fn(&Row<'_>) -> Result<T>,
) -> Result<Vec<T>> {
    db.prepare_cached(sql)?.query_map(arguments, row)?.collect()
}

fn find(db: &Connection, key: i64) -> Result<Option<Person>> {
    db.prepare_cached(sql::FIND)?.query_row([key], person).optional()
}

fn first(db: &Connection, key: i64) -> Result<Option<Person>> {
    db.prepare_cached(sql::FIRST)?.query_row([key], person).optional()
}

fn joined(db: &Connection) -> Result<usize> {
    let both = |row: &Row<'_>| {
        Ok((pet(row)?, Person { id: row.get(3)?, name: row.get(4)?, hair_color: row.get(5)? }))
    };
    Ok(black_box(fetch(db, sql::JOIN, [], both)?).len())
}

fn insert(db: &Connection, at: usize) -> Result<Person> {
    let mut person = new_person(at);
    db.prepare_cached(sql::INSERT)?.execute(params![person.name, person.hair_color])?;
    person.id = db.last_insert_rowid();
    Ok(person)
}

fn insert_all(db: &Connection, count: usize) -> Result<usize> {
    let mut people: Vec<_> = (0..count).map(new_person).collect();
    let values = people.iter().flat_map(|person| [Some(&person.name), person.hair_color.as_ref()]);
    let keys = insert_many(db, &sql::insert_people(count, " RETURNING id"), values)?;
    for (person, key) in people.iter_mut().zip(keys) {
        person.id = key;
    }
    Ok(black_box(people).len())
}

fn insert_many(db: &Connection, sql: &str, values: impl Iterator<Item = impl ToSql>) -> Result<Vec<i64>> {
    db.prepare_cached(sql)?.query_map(params_from_iter(values), |row| row.get(0))?.collect()
}

fn save(db: &Connection, person: &Person) -> Result<usize> {
    db.prepare_cached(sql::UPDATE)?.execute(params![person.name, person.hair_color, person.id])
}

fn five(db: &mut Connection, at: usize) -> Result<usize> {
    let transaction = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let stored = insert(&transaction, at)?;
    let mut found = find(&transaction, stored.id)?.expect("it was stored");
    found.hair_color = None;
    save(&transaction, &found)?;
    let found = find(&transaction, stored.id)?.expect("it was stored");
    transaction.prepare_cached(sql::DELETE)?.execute([found.id])?;
    transaction.commit()?;
    Ok(1)
}

/// Children of these parents, and their keys.
fn children(
    db: &Connection,
    (table, column): (&str, &str),
    parents: &[i64],
) -> Result<(Vec<(String, i64)>, Vec<i64>)> {
    let several = |&parent| (0..BRANCHES).map(move |_| (NAME.to_owned(), parent));
    let rows: Vec<(String, i64)> = parents.iter().flat_map(several).collect();
    let sql = sql::insert_many(table, &format!("name, {column}"), rows.len(), " RETURNING id");
    let values = rows.iter().flat_map(|(name, parent)| [name as &dyn ToSql, parent]);
    let keys = insert_many(db, &sql, values)?;
    Ok((rows, keys))
}

fn tree(db: &mut Connection, at: usize) -> Result<usize> {
    let transaction = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let root = insert(&transaction, at)?;
    let pets = children(&transaction, ("pets", "person_id"), &[root.id])?;
    let toys = children(&transaction, ("toys", "pet_id"), &pets.1)?;
    transaction.commit()?;
    Ok(1 + black_box(pets).0.len() + black_box(toys).0.len())
}

fn link(db: &Connection, clubs: &[i64]) -> Result<usize> {
    let values = clubs.iter().flat_map(|&club| [1, club]);
    db.prepare_cached(&sql::link(clubs.len()))?.execute(params_from_iter(values))
}

fn unlink(db: &Connection, clubs: &[i64]) -> Result<usize> {
    db.prepare_cached(&sql::unlink(HERE))?.execute(params![rows::json(clubs.iter().copied()), 1])
}

fn junction(db: &mut Connection) -> Result<usize> {
    let (first, set): (Vec<_>, Vec<_>) = (JOINED.collect(), SET.collect());
    link(db, &first)?;
    let transaction = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let present: Vec<i64> = fetch(&transaction, sql::LINKED, [1], |row| row.get(0))?;
    unlink(&transaction, &present.iter().copied().filter(|club| !set.contains(club)).collect::<Vec<_>>())?;
    link(&transaction, &set.iter().copied().filter(|club| !present.contains(club)).collect::<Vec<_>>())?;
    transaction.commit()?;
    unlink(db, &set)?;
    Ok(1)
}

fn has_many(db: &Connection) -> Result<usize> {
    let people = fetch(db, sql::LOAD, [], person)?;
    let keys = rows::json(people.iter().map(|person| person.id));
    let pets = fetch(db, &sql::pets(HERE), [keys], |row| Ok((row.get(2)?, pet(row)?)))?;
    Ok(rows::count(&black_box(rows::group(people, |person| person.id, pets.into_iter()))))
}

fn many_to_many(db: &Connection) -> Result<usize> {
    let people = fetch(db, sql::LOAD, [], person)?;
    let keys = rows::json(people.iter().map(|person| person.id));
    let club = |row: &Row<'_>| Ok((row.get(2)?, Club { id: row.get(0)?, name: row.get(1)? }));
    let clubs = fetch(db, &sql::clubs(HERE), [keys], club)?;
    Ok(rows::count(&black_box(rows::group(people, |person| person.id, clubs.into_iter()))))
}

fn deep(db: &Connection) -> Result<usize> {
    let people = fetch(db, sql::LOAD, [], person)?;
    let pets = fetch(db, &sql::pets(HERE), [rows::json(people.iter().map(|person| person.id))], pet)?;
    let toy =
        |row: &Row<'_>| Ok((row.get(2)?, Toy { id: row.get(0)?, name: row.get(1)?, pet_id: row.get(2)? }));
    let toys = fetch(db, &sql::toys(HERE), [rows::json(pets.iter().map(|pet| pet.id))], toy)?;
    let pets = rows::group(pets, |pet| pet.id, toys.into_iter());
    let pets = pets.into_iter().map(|pet: With<Pet, Toy>| (pet.row.person_id, pet));
    Ok(rows::count_deep(&black_box(rows::group(people, |person| person.id, pets))))
}

impl Rusqlite {
    #[must_use]
    pub fn new() -> Self {
        let mut peer = Self { db: Connection::open_in_memory().expect("memory opens"), pool: None };
        peer.script(&HERE.tables());
        peer
    }

    /// Over a database in a file, with a pool.
    #[must_use]
    pub fn pooled(file: &Path) -> Self {
        let open = || Connection::open(file).expect("the file opens");
        let connections = (0..POOL).map(|_| open()).collect();
        let pool = Pool(Arc::new((Mutex::new(connections), Condvar::new())));
        Self { db: open(), pool: Some((pool, Workers::new(TASKS))) }
    }

    /// Makes a database in a file, with its tables.
    pub fn create(file: &Path) {
        let db = Connection::open(file).expect("the file opens");
        db.execute_batch(&format!("PRAGMA journal_mode = WAL; {}", HERE.tables()))
            .expect("the tables are made");
    }

    fn tasks(&self, times: usize) -> Option<usize> {
        let (pool, workers) = self.pool.as_ref()?;
        let pool = pool.clone();
        let work = move |_task: usize| {
            let found = data::keys(FINDS).map(|key| pool.with(|db| find(db, key)));
            found.filter(|found| black_box(found).as_ref().is_ok_and(Option::is_some)).count()
        };
        Some((0..times).map(|_| workers.all(work.clone())).sum())
    }
}

impl Default for Rusqlite {
    fn default() -> Self {
        Self::new()
    }
}

impl Peer for Rusqlite {
    fn name(&self) -> String {
        "rusqlite".to_owned()
    }

    fn script(&mut self, sql: &str) {
        self.db.execute_batch(sql).expect("the script runs");
    }

    fn work(&mut self, work: Work, times: usize) -> Option<usize> {
        let db = &mut self.db;
        match work {
            Work::Find => repeat(times, |at| {
                Ok::<_, rusqlite::Error>(usize::from(black_box(find(db, key(at))?).is_some()))
            }),
            Work::First => repeat(times, |at| {
                Ok::<_, rusqlite::Error>(usize::from(black_box(first(db, key(at))?).is_some()))
            }),
            Work::Load => {
                repeat(times, |_| fetch(db, sql::LOAD, [], person).map(|rows| black_box(rows).len()))
            }
            Work::Wide => {
                repeat(times, |_| fetch(db, sql::WIDE, [], record).map(|rows| black_box(rows).len()))
            }
            Work::Join => repeat(times, |_| joined(db)),
            Work::Children => repeat(times, |at| {
                fetch(db, sql::PETS_OF_ONE, [key(at)], pet).map(|rows| black_box(rows).len())
            }),
            Work::HasMany => repeat(times, |_| has_many(db)),
            Work::ManyToMany => repeat(times, |_| many_to_many(db)),
            Work::Deep => repeat(times, |_| deep(db)),
            Work::Insert(1) => repeat(times, |at| black_box(insert(db, at)).map(|_| 1)),
            Work::Insert(count) => repeat(times, |_| insert_all(db, count)),
            Work::Tree => repeat(times, |at| tree(db, at)),
            Work::Junction => repeat(times, |_| junction(db)),
            Work::Update => {
                let mut person = new_person(0);
                repeat(times, |at| {
                    person.id = key(at);
                    save(db, &person)
                })
            }
            Work::Transaction => repeat(times, |at| five(db, at)),
            Work::Tasks => self.tasks(times),
        }
    }
}
