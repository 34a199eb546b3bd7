//! What diesel-async does, whatever the database.
use std::hint::black_box;
use std::sync::Arc;

use diesel::prelude::*;
use diesel_async::pooled_connection::AsyncDieselConnectionManager;
use diesel_async::pooled_connection::deadpool::Pool;
use diesel_async::{AsyncConnection as _, RunQueryDsl, SimpleAsyncConnection as _};
use orm_bench_harness::data::{FINDS, JOINED, POOL, SET, TASKS, key, keys};
use orm_bench_harness::peer::{Peer, Work};
use orm_bench_harness::runtime::{Flavor, Runtime};
use tokio::sync::Mutex;

use super::super::super::*;
use super::{Connection, insert_people, insert_pets, insert_toys, link};

pub struct DieselAsync {
    runtime: Runtime,
    db: Arc<Mutex<Connection>>,
    pool: Option<Pool<Connection>>,
}

impl DieselAsync {
    pub fn new(flavor: Flavor, url: &str) -> Self {
        let runtime = Runtime::new(flavor);
        let url = url.to_owned();
        let db = runtime.run(async move { Connection::establish(&url).await }).expect("the database opens");
        Self { runtime, db: Arc::new(Mutex::new(db)), pool: None }
    }

    /// With a pool for many tasks.
    pub fn pooled(url: &str) -> Self {
        let manager = AsyncDieselConnectionManager::<Connection>::new(url);
        let pool = Pool::builder(manager).max_size(POOL).build().expect("the pool is built");
        Self { pool: Some(pool), ..Self::new(Flavor::MultiThread, url) }
    }
}

async fn find(db: &mut Connection, key: i64) -> QueryResult<Option<Person>> {
    people::table.find(key).select(Person::as_select()).get_result(db).await.optional()
}

async fn first(db: &mut Connection, key: i64) -> QueryResult<usize> {
    let query = people::table.filter(people::id.ge(key)).order_by(people::id.asc());
    let found: Option<Person> = query.select(Person::as_select()).first(db).await.optional()?;
    Ok(usize::from(black_box(found).is_some()))
}

async fn load(db: &mut Connection) -> QueryResult<Vec<Person>> {
    people::table.select(Person::as_select()).load(db).await
}

async fn joined(db: &mut Connection) -> QueryResult<usize> {
    let both = pets::table.inner_join(people::table).select((Pet::as_select(), Person::as_select()));
    Ok(black_box(both.load::<(Pet, Person)>(db).await?).len())
}

async fn has_many(db: &mut Connection) -> QueryResult<usize> {
    let people = load(db).await?;
    let pets = Pet::belonging_to(&people).select(Pet::as_select()).load(db).await?;
    Ok(count_pets(&people, pets))
}

async fn many_to_many(db: &mut Connection) -> QueryResult<usize> {
    let people = load(db).await?;
    let clubs = Membership::belonging_to(&people).inner_join(clubs::table);
    let clubs = clubs.select((Membership::as_select(), Club::as_select())).load(db).await?;
    Ok(count_clubs(&people, clubs))
}

async fn deep(db: &mut Connection) -> QueryResult<usize> {
    let people = load(db).await?;
    let pets: Vec<Pet> = Pet::belonging_to(&people).select(Pet::as_select()).load(db).await?;
    let toys = Toy::belonging_to(&pets).select(Toy::as_select()).load(db).await?;
    Ok(count_toys(&people, pets, toys))
}

async fn insert(db: &mut Connection, at: usize) -> QueryResult<Person> {
    let insert = diesel::insert_into(people::table).values(new_person(at));
    insert.returning(Person::as_returning()).get_result(db).await
}

async fn insert_all(db: &mut Connection, count: usize) -> QueryResult<usize> {
    Ok(black_box(insert_people(db, new_people(count)).await?).len())
}

async fn tree(db: &mut Connection, at: usize) -> QueryResult<usize> {
    let work = async |db: &mut Connection| {
        let person = insert(db, at).await?;
        let pets = insert_pets(db, new_pets(&person)).await?;
        let toys = insert_toys(db, new_toys(&pets)).await?;
        QueryResult::Ok((person, pets, toys))
    };
    let (_, pets, toys) = black_box(db.transaction(work).await?);
    Ok(1 + pets.len() + toys.len())
}

async fn unlink(db: &mut Connection, clubs: Vec<i64>) -> QueryResult<usize> {
    let mine = memberships::table.filter(memberships::person_id.eq(1));
    diesel::delete(mine.filter(memberships::club_id.eq_any(clubs))).execute(db).await
}

async fn junction(db: &mut Connection) -> QueryResult<usize> {
    link(db, members(JOINED)).await?;
    let work = async |db: &mut Connection| {
        let mine = memberships::table.filter(memberships::person_id.eq(1));
        let present: Vec<i64> = mine.select(memberships::club_id).load(db).await?;
        let (gone, new) = difference(&present);
        unlink(db, gone).await?;
        link(db, new).await
    };
    db.transaction(work).await?;
    unlink(db, SET.collect()).await?;
    Ok(1)
}

async fn save(db: &mut Connection, person: &Person) -> QueryResult<usize> {
    diesel::update(person).set(person).execute(db).await
}

async fn five(db: &mut Connection, at: usize) -> QueryResult<usize> {
    let work = async |db: &mut Connection| {
        let stored = insert(db, at).await?;
        let mut found = find(db, stored.id).await?.ok_or(diesel::result::Error::NotFound)?;
        found.hair_color = None;
        save(db, &found).await?;
        let found = find(db, stored.id).await?.ok_or(diesel::result::Error::NotFound)?;
        diesel::delete(&found).execute(db).await
    };
    db.transaction(work).await
}

async fn tasks(pool: &Pool<Connection>) -> QueryResult<usize> {
    let task = |pool: Pool<Connection>| async move {
        let mut seen = 0;
        for key in keys(FINDS) {
            let mut db = pool.get().await.expect("a connection becomes free");
            seen += usize::from(black_box(find(&mut db, key).await?).is_some());
        }
        QueryResult::Ok(seen)
    };
    let tasks: Vec<_> = (0..TASKS).map(|_| tokio::spawn(task(pool.clone()))).collect();
    let mut seen = 0;
    for task in tasks {
        seen += task.await.expect("no task panics")?;
    }
    Ok(seen)
}

async fn one(db: &mut Connection, work: Work, at: usize, person: &mut Person) -> QueryResult<usize> {
    match work {
        Work::Find => Ok(usize::from(black_box(find(db, key(at)).await?).is_some())),
        Work::First => first(db, key(at)).await,
        Work::Load => Ok(black_box(load(db).await?).len()),
        Work::Wide => Ok(black_box(records::table.select(Record::as_select()).load(db).await?).len()),
        Work::Join => joined(db).await,
        Work::Children => {
            person.id = key(at);
            let pets: Vec<Pet> = Pet::belonging_to(&*person).select(Pet::as_select()).load(db).await?;
            Ok(black_box(pets).len())
        }
        Work::HasMany => has_many(db).await,
        Work::ManyToMany => many_to_many(db).await,
        Work::Deep => deep(db).await,
        Work::Insert(1) => black_box(insert(db, at).await).map(|_| 1),
        Work::Insert(count) => insert_all(db, count).await,
        Work::Tree => tree(db, at).await,
        Work::Junction => junction(db).await,
        Work::Update => {
            person.id = key(at);
            save(db, person).await
        }
        Work::Transaction => five(db, at).await,
        Work::Tasks => unreachable!("needs the pool"),
    }
}

impl Peer for DieselAsync {
    fn name(&self) -> String {
        "diesel-async".to_owned()
    }

    fn script(&mut self, sql: &str) {
        let (db, sql) = (Arc::clone(&self.db), sql.to_owned());
        self.runtime.run(async move { db.lock().await.batch_execute(&sql).await }).expect("the script runs");
    }

    fn work(&mut self, work: Work, times: usize) -> Option<usize> {
        let (db, pool) = (Arc::clone(&self.db), self.pool.clone());
        if work == Work::Tasks && pool.is_none() {
            return None;
        }
        let run = async move {
            let mut db = db.lock().await;
            let mut person = Person { id: 1, name: "Ada".to_owned(), hair_color: Some("auburn".to_owned()) };
            let mut seen = 0;
            for at in 0..times {
                seen += match &pool {
                    Some(pool) if work == Work::Tasks => tasks(pool).await?,
                    _ => one(&mut db, work, at, &mut person).await?,
                };
            }
            QueryResult::Ok(seen)
        };
        Some(self.runtime.run(run).expect("the database answers"))
    }
}
