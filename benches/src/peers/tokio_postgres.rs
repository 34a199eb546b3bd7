//! tokio-postgres, with statements that are prepared once and kept; a pool by deadpool.
use std::collections::HashMap;
use std::hint::black_box;
use std::sync::Arc;

use deadpool_postgres::{Manager, Pool};
use orm_bench_harness::data::{
    BRANCHES, Database, FINDS, JOINED, NAME, POOL, SET, TASKS, hair_color, key, keys,
};
use orm_bench_harness::peer::{Peer, Work};
use orm_bench_harness::rows::{self, Club, Person, Pet, Record, Toy, With};
use orm_bench_harness::runtime::{Flavor, Runtime};
use orm_bench_harness::sql;
use tokio::sync::Mutex;
use tokio_postgres::types::ToSql;
use tokio_postgres::{Client, Error, NoTls, Row, Statement};

const HERE: Database = Database::Postgres;

pub struct TokioPostgres {
    runtime: Runtime,
    db: Arc<Mutex<Connection>>,
    pool: Option<Pool>,
}

/// A connection with what it has prepared.
struct Connection {
    client: Client,
    statements: HashMap<String, Statement>,
}

type Arguments<'a> = &'a [&'a (dyn ToSql + Sync)];

impl Connection {
    async fn open(url: &str) -> Result<Self, Error> {
        let (client, connection) = tokio_postgres::connect(url, NoTls).await?;
        tokio::spawn(connection);
        Ok(Self { client, statements: HashMap::new() })
    }

    async fn prepare(&mut self, sql: &str) -> Result<Statement, Error> {
        if let Some(statement) = self.statements.get(sql) {
            return Ok(statement.clone());
        }
        let statement = self.client.prepare(sql).await?;
        self.statements.insert(sql.to_owned(), statement.clone());
        Ok(statement)
    }

    async fn all<T>(
        &mut self,
        sql: &str,
        arguments: Arguments<'_>,
        row: fn(&Row) -> T,
    ) -> Result<Vec<T>, Error> {
        let statement = self.prepare(sql).await?;
        Ok(self.client.query(&statement, arguments).await?.iter().map(row).collect())
    }

    async fn one<T>(
        &mut self,
        sql: &str,
        arguments: Arguments<'_>,
        row: fn(&Row) -> T,
    ) -> Result<Option<T>, Error> {
        let statement = self.prepare(sql).await?;
        Ok(self.client.query_opt(&statement, arguments).await?.as_ref().map(row))
    }

    async fn run(&mut self, sql: &str, arguments: Arguments<'_>) -> Result<u64, Error> {
        let statement = self.prepare(sql).await?;
        self.client.execute(&statement, arguments).await
    }
}

fn person(row: &Row) -> Person {
    Person { id: row.get(0), name: row.get(1), hair_color: row.get(2) }
}

fn pet(row: &Row) -> Pet {
    Pet { id: row.get(0), name: row.get(1), person_id: row.get(2) }
}

fn owned(row: &Row) -> (Pet, Person) {
    (pet(row), Person { id: row.get(3), name: row.get(4), hair_color: row.get(5) })
}

fn record(row: &Row) -> Record {
    Record {
        id: row.get(0),
        integers: std::array::from_fn(|at| row.get(1 + at)),
        texts: std::array::from_fn(|at| row.get(7 + at)),
        notes: std::array::from_fn(|at| row.get(13 + at)),
        numbers: std::array::from_fn(|at| row.get(15 + at)),
        flags: std::array::from_fn(|at| row.get(18 + at)),
    }
}

fn new_person(at: usize) -> Person {
    Person { id: 0, name: NAME.to_owned(), hair_color: hair_color(at).map(str::to_owned) }
}

fn key_of(row: &Row) -> i64 {
    row.get(0)
}

async fn has_many(db: &mut Connection) -> Result<usize, Error> {
    let people = db.all(sql::LOAD, &[], person).await?;
    let keys: Vec<_> = people.iter().map(|person| person.id).collect();
    let pets = db.all(&sql::pets(HERE), &[&keys], |row| (row.get(2), pet(row))).await?;
    Ok(rows::count(&black_box(rows::group(people, |person| person.id, pets.into_iter()))))
}

async fn many_to_many(db: &mut Connection) -> Result<usize, Error> {
    let people = db.all(sql::LOAD, &[], person).await?;
    let keys: Vec<_> = people.iter().map(|person| person.id).collect();
    let club = |row: &Row| (row.get(2), Club { id: row.get(0), name: row.get(1) });
    let clubs = db.all(&sql::clubs(HERE), &[&keys], club).await?;
    Ok(rows::count(&black_box(rows::group(people, |person| person.id, clubs.into_iter()))))
}

async fn deep(db: &mut Connection) -> Result<usize, Error> {
    let people = db.all(sql::LOAD, &[], person).await?;
    let keys: Vec<_> = people.iter().map(|person| person.id).collect();
    let pets = db.all(&sql::pets(HERE), &[&keys], pet).await?;
    let keys: Vec<_> = pets.iter().map(|pet| pet.id).collect();
    let toy = |row: &Row| (row.get(2), Toy { id: row.get(0), name: row.get(1), pet_id: row.get(2) });
    let toys = db.all(&sql::toys(HERE), &[&keys], toy).await?;
    let pets = rows::group(pets, |pet| pet.id, toys.into_iter());
    let pets = pets.into_iter().map(|pet: With<Pet, Toy>| (pet.row.person_id, pet));
    Ok(rows::count_deep(&black_box(rows::group(people, |person| person.id, pets))))
}

async fn insert(db: &mut Connection, at: usize) -> Result<Person, Error> {
    let mut person = new_person(at);
    let sql = returning(sql::INSERT);
    person.id = db.one(&sql, &[&person.name, &person.hair_color], key_of).await?.expect("it was stored");
    Ok(person)
}

fn returning(insert: &str) -> String {
    format!("{insert} RETURNING id")
}

async fn insert_all(db: &mut Connection, count: usize) -> Result<usize, Error> {
    let mut people: Vec<_> = (0..count).map(new_person).collect();
    let values: Vec<&(dyn ToSql + Sync)> =
        people.iter().flat_map(|person| [&person.name as &(dyn ToSql + Sync), &person.hair_color]).collect();
    let keys = db.all(&sql::insert_people(count, " RETURNING id"), &values, key_of).await?;
    for (person, key) in people.iter_mut().zip(keys) {
        person.id = key;
    }
    Ok(black_box(people).len())
}

/// Children of these parents, and their keys.
async fn children(
    db: &mut Connection,
    (table, column): (&str, &str),
    parents: &[i64],
) -> Result<(Vec<(String, i64)>, Vec<i64>), Error> {
    let several = |&parent| (0..BRANCHES).map(move |_| (NAME.to_owned(), parent));
    let rows: Vec<(String, i64)> = parents.iter().flat_map(several).collect();
    let sql = sql::insert_many(table, &format!("name, {column}"), rows.len(), " RETURNING id");
    let values: Vec<&(dyn ToSql + Sync)> =
        rows.iter().flat_map(|(name, parent)| [name as &(dyn ToSql + Sync), parent]).collect();
    let keys = db.all(&sql, &values, key_of).await?;
    Ok((rows, keys))
}

async fn tree(db: &mut Connection, at: usize) -> Result<usize, Error> {
    db.run("BEGIN", &[]).await?;
    let root = insert(db, at).await?;
    let pets = children(db, ("pets", "person_id"), &[root.id]).await?;
    let toys = children(db, ("toys", "pet_id"), &pets.1).await?;
    db.run("COMMIT", &[]).await?;
    Ok(1 + black_box(pets).0.len() + black_box(toys).0.len())
}

async fn link(db: &mut Connection, clubs: &[i64]) -> Result<(), Error> {
    let values: Vec<&(dyn ToSql + Sync)> =
        clubs.iter().flat_map(|club| [&1_i64 as &(dyn ToSql + Sync), club]).collect();
    db.run(&sql::link(clubs.len()), &values).await.map(|_| ())
}

async fn unlink(db: &mut Connection, clubs: &[i64]) -> Result<(), Error> {
    db.run(&sql::unlink(HERE), &[&clubs, &1_i64]).await.map(|_| ())
}

async fn junction(db: &mut Connection) -> Result<usize, Error> {
    let (first, set): (Vec<_>, Vec<_>) = (JOINED.collect(), SET.collect());
    link(db, &first).await?;
    db.run("BEGIN", &[]).await?;
    let present = db.all(sql::LINKED, &[&1_i64], key_of).await?;
    unlink(db, &present.iter().copied().filter(|club| !set.contains(club)).collect::<Vec<_>>()).await?;
    link(db, &set.iter().copied().filter(|club| !present.contains(club)).collect::<Vec<_>>()).await?;
    db.run("COMMIT", &[]).await?;
    unlink(db, &set).await?;
    Ok(1)
}

async fn save(db: &mut Connection, person: &Person) -> Result<u64, Error> {
    db.run(sql::UPDATE, &[&person.name, &person.hair_color, &person.id]).await
}

async fn five(db: &mut Connection, at: usize) -> Result<usize, Error> {
    db.run("BEGIN", &[]).await?;
    let stored = insert(db, at).await?;
    let mut found = db.one(sql::FIND, &[&stored.id], person).await?.expect("it was stored");
    found.hair_color = None;
    save(db, &found).await?;
    let found = db.one(sql::FIND, &[&stored.id], person).await?.expect("it was stored");
    db.run(sql::DELETE, &[&found.id]).await?;
    db.run("COMMIT", &[]).await?;
    Ok(1)
}

async fn tasks(pool: &Pool) -> Result<usize, Error> {
    let task = |pool: Pool| async move {
        let mut seen = 0;
        for key in keys(FINDS) {
            let db = pool.get().await.expect("a connection becomes free");
            let find = db.prepare_cached(sql::FIND).await?;
            seen +=
                usize::from(black_box(db.query_opt(&find, &[&key]).await?.as_ref().map(person)).is_some());
        }
        Ok::<_, Error>(seen)
    };
    let tasks: Vec<_> = (0..TASKS).map(|_| tokio::spawn(task(pool.clone()))).collect();
    let mut seen = 0;
    for task in tasks {
        seen += task.await.expect("no task panics")?;
    }
    Ok(seen)
}

async fn one(db: &mut Connection, work: Work, at: usize, held: &mut Person) -> Result<usize, Error> {
    Ok(match work {
        Work::Find => usize::from(black_box(db.one(sql::FIND, &[&key(at)], person).await?).is_some()),
        Work::First => usize::from(black_box(db.one(sql::FIRST, &[&key(at)], person).await?).is_some()),
        Work::Load => black_box(db.all(sql::LOAD, &[], person).await?).len(),
        Work::Wide => black_box(db.all(sql::WIDE, &[], record).await?).len(),
        Work::Join => black_box(db.all(sql::JOIN, &[], owned).await?).len(),
        Work::Children => black_box(db.all(sql::PETS_OF_ONE, &[&key(at)], pet).await?).len(),
        Work::HasMany => has_many(db).await?,
        Work::ManyToMany => many_to_many(db).await?,
        Work::Deep => deep(db).await?,
        Work::Insert(1) => usize::from(black_box(insert(db, at).await?).id > 0),
        Work::Insert(count) => insert_all(db, count).await?,
        Work::Tree => tree(db, at).await?,
        Work::Junction => junction(db).await?,
        Work::Update => {
            held.id = key(at);
            usize::from(save(db, held).await? == 1)
        }
        Work::Transaction => five(db, at).await?,
        Work::Tasks => unreachable!("needs the pool"),
    })
}

impl TokioPostgres {
    pub fn new(flavor: Flavor, url: &str) -> Self {
        let runtime = Runtime::new(flavor);
        let url = url.to_owned();
        let db = runtime.run(async move { Connection::open(&url).await }).expect("the database opens");
        Self { runtime, db: Arc::new(Mutex::new(db)), pool: None }
    }

    /// With a pool for many tasks.
    pub fn pooled(url: &str) -> Self {
        let manager = Manager::new(url.parse().expect("a URL"), NoTls);
        let pool = Pool::builder(manager).max_size(POOL).build().expect("the pool is built");
        Self { pool: Some(pool), ..Self::new(Flavor::MultiThread, url) }
    }
}

impl Peer for TokioPostgres {
    fn name(&self) -> String {
        "tokio-postgres".to_owned()
    }

    fn script(&mut self, sql: &str) {
        let (db, sql) = (Arc::clone(&self.db), sql.to_owned());
        self.runtime
            .run(async move { db.lock().await.client.batch_execute(&sql).await })
            .expect("the script runs");
    }

    fn work(&mut self, work: Work, times: usize) -> Option<usize> {
        let (db, pool) = (Arc::clone(&self.db), self.pool.clone());
        let run = async move {
            let mut db = db.lock().await;
            let mut person = Person { id: 1, name: NAME.to_owned(), hair_color: Some("auburn".to_owned()) };
            let mut seen = 0;
            for at in 0..times {
                seen += match (&pool, work) {
                    (Some(pool), Work::Tasks) => tasks(pool).await?,
                    (None, Work::Tasks) => return Ok(None),
                    _ => one(&mut db, work, at, &mut person).await?,
                };
            }
            Ok::<_, Error>(Some(seen))
        };
        self.runtime.run(run).expect("the database answers")
    }
}
