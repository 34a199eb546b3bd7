//! What diesel does, whatever the database.
use std::hint::black_box;

use diesel::connection::SimpleConnection as _;
use diesel::prelude::*;
use diesel::r2d2::{ConnectionManager, Pool};
use orm_bench_harness::data::{FINDS, JOINED, POOL, SET, TASKS, key, keys};
use orm_bench_harness::peer::{Peer, Work, repeat};
use orm_bench_harness::workers::Workers;

use super::super::super::*;
use super::{Connection, transaction};

pub struct Diesel {
    db: Connection,
    pool: Option<(Pool<ConnectionManager<Connection>>, Workers)>,
}

impl Diesel {
    pub fn new(url: &str) -> Self {
        Self { db: diesel::Connection::establish(url).expect("the database opens"), pool: None }
    }

    /// With a pool for many threads.
    pub fn pooled(url: &str) -> Self {
        let pool = Pool::builder()
            .max_size(POOL as u32)
            .build(ConnectionManager::new(url))
            .expect("the database opens");
        Self { pool: Some((pool, Workers::new(TASKS))), ..Self::new(url) }
    }

    fn tasks(&self, times: usize) -> Option<usize> {
        let (pool, workers) = self.pool.as_ref()?;
        let pool = pool.clone();
        let work = move |_| {
            let found = keys(FINDS).map(|key| find(&mut pool.get().expect("a connection is free"), key));
            found.filter(|found| black_box(found).as_ref().is_ok_and(Option::is_some)).count()
        };
        Some((0..times).map(|_| workers.all(work.clone())).sum())
    }
}

fn find(db: &mut Connection, key: i64) -> QueryResult<Option<Person>> {
    people::table.find(key).select(Person::as_select()).get_result(db).optional()
}

fn first(db: &mut Connection, key: i64) -> QueryResult<usize> {
    let query = people::table.filter(people::id.ge(key)).order_by(people::id.asc());
    let found: Option<Person> = query.select(Person::as_select()).first(db).optional()?;
    Ok(usize::from(black_box(found).is_some()))
}

fn load(db: &mut Connection) -> QueryResult<Vec<Person>> {
    people::table.select(Person::as_select()).load(db)
}

fn joined(db: &mut Connection) -> QueryResult<Vec<(Pet, Person)>> {
    pets::table.inner_join(people::table).select((Pet::as_select(), Person::as_select())).load(db)
}

fn children(db: &mut Connection, person: &Person) -> QueryResult<Vec<Pet>> {
    Pet::belonging_to(person).select(Pet::as_select()).load(db)
}

fn has_many(db: &mut Connection) -> QueryResult<usize> {
    let people = load(db)?;
    let pets = Pet::belonging_to(&people).select(Pet::as_select()).load(db)?;
    Ok(count_pets(&people, pets))
}

fn many_to_many(db: &mut Connection) -> QueryResult<usize> {
    let people = load(db)?;
    let clubs = Membership::belonging_to(&people).inner_join(clubs::table);
    let clubs = clubs.select((Membership::as_select(), Club::as_select())).load(db)?;
    Ok(count_clubs(&people, clubs))
}

fn deep(db: &mut Connection) -> QueryResult<usize> {
    let people = load(db)?;
    let pets: Vec<Pet> = Pet::belonging_to(&people).select(Pet::as_select()).load(db)?;
    let toys = Toy::belonging_to(&pets).select(Toy::as_select()).load(db)?;
    Ok(count_toys(&people, pets, toys))
}

fn insert(db: &mut Connection, at: usize) -> QueryResult<Person> {
    let insert = diesel::insert_into(people::table).values(new_person(at));
    insert.returning(Person::as_returning()).get_result(db)
}

fn insert_all(db: &mut Connection, count: usize) -> QueryResult<Vec<Person>> {
    let new = new_people(count);
    diesel::insert_into(people::table).values(&new).returning(Person::as_returning()).get_results(db)
}

fn tree(db: &mut Connection, at: usize) -> QueryResult<usize> {
    let tree = transaction(db, |db| {
        let person = insert(db, at)?;
        let new = new_pets(&person);
        let pets: Vec<Pet> =
            diesel::insert_into(pets::table).values(&new).returning(Pet::as_returning()).get_results(db)?;
        let new = new_toys(&pets);
        let toys: Vec<Toy> =
            diesel::insert_into(toys::table).values(&new).returning(Toy::as_returning()).get_results(db)?;
        Ok((person, pets, toys))
    })?;
    let (_, pets, toys) = black_box(tree);
    Ok(1 + pets.len() + toys.len())
}

fn link(db: &mut Connection, rows: &[Membership]) -> QueryResult<usize> {
    diesel::insert_into(memberships::table).values(rows).on_conflict_do_nothing().execute(db)
}

fn unlink(db: &mut Connection, clubs: &[i64]) -> QueryResult<usize> {
    let mine = memberships::table.filter(memberships::person_id.eq(1));
    diesel::delete(mine.filter(memberships::club_id.eq_any(clubs))).execute(db)
}

fn junction(db: &mut Connection) -> QueryResult<usize> {
    link(db, &members(JOINED))?;
    transaction(db, |db| {
        let mine = memberships::table.filter(memberships::person_id.eq(1));
        let (gone, new) = difference(&mine.select(memberships::club_id).load(db)?);
        unlink(db, &gone)?;
        link(db, &new)
    })?;
    unlink(db, &SET.collect::<Vec<_>>())?;
    Ok(1)
}

fn save(db: &mut Connection, person: &Person) -> QueryResult<usize> {
    diesel::update(person).set(person).execute(db)
}

fn five(db: &mut Connection, at: usize) -> QueryResult<usize> {
    transaction(db, |db| {
        let stored = insert(db, at)?;
        let mut found = find(db, stored.id)?.ok_or(diesel::result::Error::NotFound)?;
        found.hair_color = None;
        save(db, &found)?;
        let found = find(db, stored.id)?.ok_or(diesel::result::Error::NotFound)?;
        diesel::delete(&found).execute(db)
    })
}

impl Peer for Diesel {
    fn name(&self) -> String {
        "diesel".to_owned()
    }

    fn script(&mut self, sql: &str) {
        self.db.batch_execute(sql).expect("the script runs");
    }

    fn work(&mut self, work: Work, times: usize) -> Option<usize> {
        if work == Work::Tasks {
            return self.tasks(times);
        }
        let db = &mut self.db;
        let mut person = Person { id: 1, name: "Ada".to_owned(), hair_color: Some("auburn".to_owned()) };
        let one = |at| match work {
            Work::Find => Ok(usize::from(black_box(find(db, key(at))?).is_some())),
            Work::First => first(db, key(at)),
            Work::Load => Ok(black_box(load(db)?).len()),
            Work::Wide => Ok(black_box(records::table.select(Record::as_select()).load(db)?).len()),
            Work::Join => Ok(black_box(joined(db)?).len()),
            Work::Children => {
                person.id = key(at);
                Ok(black_box(children(db, &person)?).len())
            }
            Work::HasMany => has_many(db),
            Work::ManyToMany => many_to_many(db),
            Work::Deep => deep(db),
            Work::Insert(1) => black_box(insert(db, at)).map(|_| 1),
            Work::Insert(count) => Ok(black_box(insert_all(db, count)?).len()),
            Work::Tree => tree(db, at),
            Work::Junction => junction(db),
            Work::Update => {
                person.id = key(at);
                save(db, &person)
            }
            Work::Transaction => five(db, at),
            Work::Tasks => unreachable!("done above"),
        };
        repeat(times, one)
    }
}
