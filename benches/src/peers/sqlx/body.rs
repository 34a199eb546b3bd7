//! What sqlx does, whatever the database.
use std::hint::black_box;

use orm_bench_harness::data::{BRANCHES, FINDS, JOINED, NAME, SET, TASKS, hair_color, key, keys};
use orm_bench_harness::peer::{Peer, Work};
use orm_bench_harness::runtime::{Flavor, Runtime};
use orm_bench_harness::sql;
use sqlx::pool::PoolConnection;
use sqlx::{AssertSqlSafe, Connection as _, Executor as _, QueryBuilder, Result};

use super::super::*;
use super::{BEGIN, Connection, HERE, Native, Options, Pool, insert_person, keys_of};

#[derive(Debug)]
pub struct Sqlx {
    checkout: Checkout,
    runtime: Runtime,
    pool: Pool,
}

/// Where the operations of one measurement get their connection from.
struct Source {
    pool: Pool,
    held: Option<PoolConnection<Native>>,
    checkout: Checkout,
}

impl Source {
    async fn connection(&mut self) -> Result<&mut Connection> {
        if self.checkout == Checkout::EachTime {
            self.held = None;
        }
        let connection = match self.held.take() {
            Some(connection) => connection,
            None => self.pool.acquire().await?,
        };
        Ok(self.held.insert(connection))
    }
}

impl Sqlx {
    pub fn new((flavor, checkout): (Flavor, Checkout), url: &str, connections: usize) -> Self {
        let runtime = Runtime::new(flavor);
        let options =
            Options::new().max_connections(connections as u32).idle_timeout(None).max_lifetime(None);
        let url = url.to_owned();
        let pool = runtime.run(async move { options.connect(&url).await }).expect("the database opens");
        Self { checkout, runtime, pool }
    }
}

async fn find(db: &mut Connection, key: i64) -> Result<Option<Person>> {
    sqlx::query_as(sql::FIND).bind(key).fetch_optional(db).await
}

async fn load(db: &mut Connection) -> Result<Vec<Person>> {
    sqlx::query_as(sql::LOAD).fetch_all(db).await
}

async fn first(db: &mut Connection, key: i64) -> Result<usize> {
    let found: Option<Person> = sqlx::query_as(sql::FIRST).bind(key).fetch_optional(db).await?;
    Ok(usize::from(black_box(found).is_some()))
}

async fn has_many(db: &mut Connection) -> Result<usize> {
    let people = load(db).await?;
    let keys = keys_of(people.iter().map(|person| person.id));
    let pets = sqlx::query_as(AssertSqlSafe(sql::pets(HERE))).bind(keys).fetch_all(db).await?;
    Ok(count_pets(people, pets))
}

async fn many_to_many(db: &mut Connection) -> Result<usize> {
    let people = load(db).await?;
    let keys = keys_of(people.iter().map(|person| person.id));
    let clubs = sqlx::query_as(AssertSqlSafe(sql::clubs(HERE))).bind(keys).fetch_all(db).await?;
    Ok(count_clubs(people, clubs))
}

async fn deep(db: &mut Connection) -> Result<usize> {
    let people = load(db).await?;
    let keys = keys_of(people.iter().map(|person| person.id));
    let pets: Vec<Pet> =
        sqlx::query_as(AssertSqlSafe(sql::pets(HERE))).bind(keys).fetch_all(&mut *db).await?;
    let keys = keys_of(pets.iter().map(|pet| pet.id));
    let toys = sqlx::query_as(AssertSqlSafe(sql::toys(HERE))).bind(keys).fetch_all(db).await?;
    Ok(count_toys(people, pets, toys))
}

async fn insert(db: &mut Connection, at: usize) -> Result<Person> {
    let (name, hair_color) = (NAME.to_owned(), hair_color(at).map(str::to_owned));
    let id = insert_person(db, &name, hair_color.as_deref()).await?;
    Ok(Person { id, name, hair_color })
}

async fn insert_all(db: &mut Connection, count: usize) -> Result<Vec<Person>> {
    let people = (0..count).map(|at| (NAME.to_owned(), hair_color(at).map(str::to_owned)));
    let mut insert = QueryBuilder::new("INSERT INTO people (name, hair_color) ");
    insert.push_values(people, |mut row, (name, hair_color)| {
        row.push_bind(name).push_bind(hair_color);
    });
    insert.push(" RETURNING id, name, hair_color");
    insert.build_query_as().fetch_all(db).await
}

/// Children of these parents, and their keys.
async fn children(
    db: &mut Connection,
    (table, column): (&str, &str),
    parents: &[i64],
) -> Result<(Vec<(String, i64)>, Vec<i64>)> {
    let several = |&parent| (0..BRANCHES).map(move |_| (NAME.to_owned(), parent));
    let rows: Vec<(String, i64)> = parents.iter().flat_map(several).collect();
    let sql = sql::insert_many(table, &format!("name, {column}"), rows.len(), " RETURNING id");
    let mut insert = sqlx::query_scalar(AssertSqlSafe(sql));
    for (name, parent) in &rows {
        insert = insert.bind(name).bind(parent);
    }
    let keys = insert.fetch_all(db).await?;
    Ok((rows, keys))
}

async fn tree(db: &mut Connection, at: usize) -> Result<usize> {
    let mut transaction = db.begin_with(BEGIN).await?;
    let root = insert(&mut transaction, at).await?;
    let pets = children(&mut transaction, ("pets", "person_id"), &[root.id]).await?;
    let toys = children(&mut transaction, ("toys", "pet_id"), &pets.1).await?;
    transaction.commit().await?;
    Ok(1 + black_box(pets).0.len() + black_box(toys).0.len())
}

async fn link(db: &mut Connection, clubs: &[i64]) -> Result<()> {
    let mut insert = sqlx::query(AssertSqlSafe(sql::link(clubs.len())));
    for &club in clubs {
        insert = insert.bind(1_i64).bind(club);
    }
    insert.execute(db).await.map(|_| ())
}

async fn unlink(db: &mut Connection, clubs: impl Iterator<Item = i64>) -> Result<()> {
    let delete = sqlx::query(AssertSqlSafe(sql::unlink(HERE)));
    delete.bind(keys_of(clubs)).bind(1_i64).execute(db).await.map(|_| ())
}

async fn junction(db: &mut Connection) -> Result<usize> {
    let (first, set): (Vec<_>, Vec<_>) = (JOINED.collect(), SET.collect());
    link(db, &first).await?;
    let mut transaction = db.begin_with(BEGIN).await?;
    let present: Vec<i64> = sqlx::query_scalar(sql::LINKED).bind(1_i64).fetch_all(&mut *transaction).await?;
    unlink(&mut transaction, present.iter().copied().filter(|club| !set.contains(club))).await?;
    let new: Vec<_> = set.iter().copied().filter(|club| !present.contains(club)).collect();
    link(&mut transaction, &new).await?;
    transaction.commit().await?;
    unlink(db, set.into_iter()).await?;
    Ok(1)
}

async fn save(db: &mut Connection, person: &Person) -> Result<()> {
    let update = sqlx::query(sql::UPDATE).bind(&person.name).bind(&person.hair_color).bind(person.id);
    update.execute(db).await.map(|_| ())
}

async fn five(db: &mut Connection, at: usize) -> Result<usize> {
    let mut transaction = db.begin_with(BEGIN).await?;
    let stored = insert(&mut transaction, at).await?;
    let mut found = find(&mut transaction, stored.id).await?.expect("it was stored");
    found.hair_color = None;
    save(&mut transaction, &found).await?;
    let found = find(&mut transaction, stored.id).await?.expect("it was stored");
    sqlx::query(sql::DELETE).bind(found.id).execute(&mut *transaction).await?;
    transaction.commit().await?;
    Ok(1)
}

async fn tasks(pool: &Pool) -> Result<usize> {
    let task = |pool: Pool| async move {
        let mut seen = 0;
        for key in keys(FINDS) {
            let found: Option<Person> = sqlx::query_as(sql::FIND).bind(key).fetch_optional(&pool).await?;
            seen += usize::from(black_box(found).is_some());
        }
        Ok::<_, sqlx::Error>(seen)
    };
    let tasks: Vec<_> = (0..TASKS).map(|_| tokio::spawn(task(pool.clone()))).collect();
    let mut seen = 0;
    for task in tasks {
        seen += task.await.expect("no task panics")?;
    }
    Ok(seen)
}

async fn one(db: &mut Connection, work: Work, at: usize, person: &mut Person) -> Result<usize> {
    Ok(match work {
        Work::Find => usize::from(black_box(find(db, key(at)).await?).is_some()),
        Work::First => first(db, key(at)).await?,
        Work::Load => black_box(load(db).await?).len(),
        Work::Wide => black_box(sqlx::query_as::<_, Record>(sql::WIDE).fetch_all(db).await?).len(),
        Work::Join => black_box(sqlx::query_as::<_, Owned>(JOIN).fetch_all(db).await?).len(),
        Work::Children => {
            let pets: Vec<Pet> = sqlx::query_as(sql::PETS_OF_ONE).bind(key(at)).fetch_all(db).await?;
            black_box(pets).len()
        }
        Work::HasMany => has_many(db).await?,
        Work::ManyToMany => many_to_many(db).await?,
        Work::Deep => deep(db).await?,
        Work::Insert(1) => usize::from(black_box(insert(db, at).await?).id > 0),
        Work::Insert(count) => black_box(insert_all(db, count).await?).len(),
        Work::Tree => tree(db, at).await?,
        Work::Junction => junction(db).await?,
        Work::Update => {
            person.id = key(at);
            save(db, person).await?;
            1
        }
        Work::Transaction => five(db, at).await?,
        Work::Tasks => unreachable!("needs the pool"),
    })
}

impl Peer for Sqlx {
    fn name(&self) -> String {
        match self.checkout {
            Checkout::Once => "sqlx, one connection".to_owned(),
            Checkout::EachTime => "sqlx, its pool".to_owned(),
        }
    }

    fn script(&mut self, sql: &str) {
        let (pool, sql) = (self.pool.clone(), sql.to_owned());
        let run = async move { pool.acquire().await?.execute(sqlx::raw_sql(AssertSqlSafe(sql))).await };
        self.runtime.run(run).expect("the script runs");
    }

    fn work(&mut self, work: Work, times: usize) -> Option<usize> {
        let mut source = Source { pool: self.pool.clone(), held: None, checkout: self.checkout };
        let run = async move {
            let mut person = Person { id: 1, name: NAME.to_owned(), hair_color: Some("auburn".to_owned()) };
            let mut seen = 0;
            for at in 0..times {
                seen += match work {
                    Work::Tasks => tasks(&source.pool).await?,
                    _ => one(source.connection().await?, work, at, &mut person).await?,
                };
            }
            Ok::<_, sqlx::Error>(seen)
        };
        Some(self.runtime.run(run).expect("the database answers"))
    }
}
