//! sqlx, with `query_as` and its own statement cache.
use std::hint::black_box;

use sqlx::pool::PoolConnection;
use sqlx::sqlite::{Sqlite, SqliteConnection, SqlitePool, SqlitePoolOptions};
use sqlx::{Connection as _, Executor as _, QueryBuilder, Result};

use super::Peer;
use super::runtime::{Flavor, Runtime};
use crate::data::{NAME, TABLES, hair_color, keys};

/// How often a connection is taken from the pool.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Checkout {
    /// Once for all operations.
    Once,
    /// For each operation, as a server's handlers do; this is what `orm` is measured with.
    EachTime,
}

#[derive(Debug, sqlx::FromRow)]
pub struct Person {
    pub id: i64,
    pub name: String,
    pub hair_color: Option<String>,
}

#[derive(Debug, sqlx::FromRow)]
pub struct Pet {
    pub id: i64,
    pub name: String,
    pub person_id: i64,
}

#[derive(Debug)]
pub struct Sqlx {
    checkout: Checkout,
    runtime: Runtime,
    pool: SqlitePool,
}

/// Where the operations of one measurement get their connection from.
struct Source {
    pool: SqlitePool,
    held: Option<PoolConnection<Sqlite>>,
    checkout: Checkout,
}

impl Source {
    async fn connection(&mut self) -> Result<&mut SqliteConnection> {
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
    pub fn new(checkout: Checkout) -> Self {
        let runtime = Runtime::new(Flavor::CurrentThread);
        // One connection, so that the database in memory is its own, and need not be shared between several.
        let options = SqlitePoolOptions::new().max_connections(1).idle_timeout(None).max_lifetime(None);
        let pool = runtime.run(async move { options.connect("sqlite::memory:").await }).expect("memory opens");
        let mut peer = Self { checkout, runtime, pool };
        peer.script(TABLES);
        peer
    }

    fn run<R>(&self, work: impl FnOnce(Source) -> R) -> Option<usize>
    where
        R: Future<Output = Result<usize>> + Send + 'static,
    {
        let source = Source { pool: self.pool.clone(), held: None, checkout: self.checkout };
        Some(self.runtime.run(work(source)).expect("the database answers"))
    }
}

async fn find(db: &mut SqliteConnection, key: i64) -> Result<Option<Person>> {
    sqlx::query_as("SELECT id, name, hair_color FROM people WHERE id = ?1").bind(key).fetch_optional(db).await
}

async fn insert(db: &mut SqliteConnection, at: usize) -> Result<Person> {
    let (name, hair_color) = (NAME.to_owned(), hair_color(at).map(str::to_owned));
    let insert = sqlx::query("INSERT INTO people (name, hair_color) VALUES (?1, ?2)").bind(&name).bind(&hair_color);
    let id = insert.execute(db).await?.last_insert_rowid();
    Ok(Person { id, name, hair_color })
}

async fn insert_rows(db: &mut SqliteConnection, rows: usize) -> Result<Vec<Person>> {
    let people = (0..rows).map(|at| (NAME.to_owned(), hair_color(at).map(str::to_owned)));
    let mut insert = QueryBuilder::new("INSERT INTO people (name, hair_color) ");
    insert.push_values(people, |mut row, (name, hair_color)| {
        row.push_bind(name).push_bind(hair_color);
    });
    insert.push(" RETURNING id, name, hair_color");
    insert.build_query_as().fetch_all(db).await
}

async fn save(db: &mut SqliteConnection, person: &Person) -> Result<()> {
    let update = sqlx::query("UPDATE people SET name = ?1, hair_color = ?2 WHERE id = ?3");
    update.bind(&person.name).bind(&person.hair_color).bind(person.id).execute(db).await.map(|_| ())
}

async fn five(db: &mut SqliteConnection, at: usize) -> Result<()> {
    let mut transaction = db.begin_with("BEGIN IMMEDIATE").await?;
    let stored = insert(&mut transaction, at).await?;
    let mut found = find(&mut transaction, stored.id).await?.expect("it was stored");
    found.hair_color = None;
    save(&mut transaction, &found).await?;
    let found = find(&mut transaction, stored.id).await?.expect("it was stored");
    sqlx::query("DELETE FROM people WHERE id = ?1").bind(found.id).execute(&mut *transaction).await?;
    transaction.commit().await
}

impl Peer for Sqlx {
    fn name(&self) -> String {
        match self.checkout {
            Checkout::Once => "sqlx, one connection".to_owned(),
            Checkout::EachTime => "sqlx, its pool".to_owned(),
        }
    }

    fn script(&mut self, sql: &str) {
        let sql = sql.to_owned();
        self.run(move |mut db| async move {
            db.connection().await?.execute(sqlx::raw_sql(sqlx::AssertSqlSafe(sql))).await?;
            Ok(0)
        });
    }

    fn find(&mut self, times: usize) -> Option<usize> {
        self.run(move |mut db| async move {
            let mut seen = 0;
            for key in keys(times) {
                seen += usize::from(black_box(find(db.connection().await?, key).await?).is_some());
            }
            Ok(seen)
        })
    }

    fn first(&mut self, times: usize) -> Option<usize> {
        self.run(move |mut db| async move {
            let mut seen = 0;
            for key in keys(times) {
                let first = sqlx::query_as::<_, Person>(
                    "SELECT id, name, hair_color FROM people WHERE id >= ?1 ORDER BY id LIMIT 1",
                );
                let found = first.bind(key).fetch_optional(db.connection().await?).await?;
                seen += usize::from(black_box(found).is_some());
            }
            Ok(seen)
        })
    }

    fn load(&mut self, times: usize) -> Option<usize> {
        self.run(move |mut db| async move {
            let mut seen = 0;
            for _ in 0..times {
                let load = sqlx::query_as::<_, Person>("SELECT id, name, hair_color FROM people");
                seen += black_box(load.fetch_all(db.connection().await?).await?).len();
            }
            Ok(seen)
        })
    }

    fn insert(&mut self, times: usize) -> Option<usize> {
        self.run(move |mut db| async move {
            for at in 0..times {
                black_box(insert(db.connection().await?, at).await?);
            }
            Ok(times)
        })
    }

    fn insert_all(&mut self, rows: usize, times: usize) -> Option<usize> {
        self.run(move |mut db| async move {
            let mut seen = 0;
            for _ in 0..times {
                seen += black_box(insert_rows(db.connection().await?, rows).await?).len();
            }
            Ok(seen)
        })
    }

    fn update(&mut self, times: usize) -> Option<usize> {
        self.run(move |mut db| async move {
            let mut person = find(db.connection().await?, 1).await?.expect("it is there");
            for key in keys(times) {
                person.id = key;
                save(db.connection().await?, &person).await?;
            }
            Ok(times)
        })
    }

    fn children(&mut self, times: usize) -> Option<usize> {
        self.run(move |mut db| async move {
            let mut seen = 0;
            for key in keys(times) {
                let pets = sqlx::query_as::<_, Pet>("SELECT id, name, person_id FROM pets WHERE person_id = ?1");
                seen += black_box(pets.bind(key).fetch_all(db.connection().await?).await?).len();
            }
            Ok(seen)
        })
    }

    fn transaction(&mut self, times: usize) -> Option<usize> {
        self.run(move |mut db| async move {
            for at in 0..times {
                five(db.connection().await?, at).await?;
            }
            Ok(times)
        })
    }
}
