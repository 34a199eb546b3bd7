//! `orm`, through its public interface, over its pool.
use std::hint::black_box;

use orm::prelude::*;

use super::Peer;
use super::runtime::{Flavor, Runtime};
use crate::data::{NAME, TABLES, hair_color, keys};

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "people")]
#[has_many(Pet)]
pub struct Person {
    pub id: i64,
    pub name: String,
    pub hair_color: Option<String>,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[belongs_to(Person)]
pub struct Pet {
    pub id: i64,
    pub name: String,
    pub person_id: i64,
}

#[derive(Debug)]
pub struct Orm {
    flavor: Flavor,
    runtime: Runtime,
    db: Db,
}

impl Orm {
    pub fn new(flavor: Flavor) -> Self {
        let runtime = Runtime::new(flavor);
        let db = runtime.run(async { orm::connect("sqlite::memory:").await }).expect("memory opens");
        let mut peer = Self { flavor, runtime, db };
        peer.script(TABLES);
        peer
    }

    /// Gives the work a database of its own handle, as a task needs it.
    fn run<R>(&self, work: impl FnOnce(Db) -> R) -> Option<usize>
    where
        R: Future<Output = orm::Result<usize>> + Send + 'static,
    {
        Some(self.runtime.run(work(self.db.clone())).expect("the database answers"))
    }
}

fn new_person(at: usize) -> impl orm::builder::Ready<Person> {
    Person::build().name(NAME).hair_color(hair_color(at).map(str::to_owned))
}

impl Peer for Orm {
    fn name(&self) -> String {
        format!("**orm**, {}", self.flavor.name())
    }

    fn script(&mut self, sql: &str) {
        let statements: Vec<_> = sql.split(';').filter(|sql| !sql.trim().is_empty()).map(str::to_owned).collect();
        self.run(move |db: Db| async move {
            for sql in statements {
                orm::sql(sql).execute(&db).await?;
            }
            Ok(0)
        });
    }

    fn find(&mut self, times: usize) -> Option<usize> {
        self.run(move |db: Db| async move {
            let mut seen = 0;
            for key in keys(times) {
                seen += usize::from(black_box(Person::find(&db, key).await?).is_some());
            }
            Ok(seen)
        })
    }

    fn first(&mut self, times: usize) -> Option<usize> {
        self.run(move |db: Db| async move {
            let mut seen = 0;
            for key in keys(times) {
                let query = Person::query().filter(Person::ID.gte(key)).order_by(Person::ID.asc());
                seen += usize::from(black_box(query.first(&db).await?).is_some());
            }
            Ok(seen)
        })
    }

    fn load(&mut self, times: usize) -> Option<usize> {
        self.run(move |db: Db| async move {
            let mut seen = 0;
            for _ in 0..times {
                seen += black_box(Person::query().all(&db).await?).len();
            }
            Ok(seen)
        })
    }

    fn insert(&mut self, times: usize) -> Option<usize> {
        self.run(move |db: Db| async move {
            for at in 0..times {
                black_box(new_person(at).insert(&db).await?);
            }
            Ok(times)
        })
    }

    fn insert_all(&mut self, rows: usize, times: usize) -> Option<usize> {
        self.run(move |db: Db| async move {
            let mut seen = 0;
            for _ in 0..times {
                seen += black_box(Person::insert_all(&db, (0..rows).map(new_person)).await?).len();
            }
            Ok(seen)
        })
    }

    fn update(&mut self, times: usize) -> Option<usize> {
        self.run(move |db: Db| async move {
            let mut person = Person::get(&db, 1).await?;
            for key in keys(times) {
                person.id = key;
                person.save(&db).await?;
            }
            Ok(times)
        })
    }

    fn children(&mut self, times: usize) -> Option<usize> {
        self.run(move |db: Db| async move {
            let mut person = Person::get(&db, 1).await?;
            let mut seen = 0;
            for key in keys(times) {
                person.id = key;
                seen += black_box(person.get_pets(&db).await?).len();
            }
            Ok(seen)
        })
    }

    fn transaction(&mut self, times: usize) -> Option<usize> {
        self.run(move |db: Db| async move {
            for at in 0..times {
                db.transaction(async |tx| {
                    let stored = new_person(at).insert(tx).await?;
                    let mut found = Person::get(tx, stored.id).await?;
                    found.hair_color = None;
                    found.save(tx).await?;
                    let found = Person::get(tx, stored.id).await?;
                    found.delete(tx).await
                })
                .await?;
            }
            Ok(times)
        })
    }
}
