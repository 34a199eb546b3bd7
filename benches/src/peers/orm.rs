//! `orm`, through its public interface, over its pool; the same code for both databases.
use std::hint::black_box;

use orm::prelude::*;
use orm_bench_harness::data::{BRANCHES, FINDS, JOINED, NAME, SET, TASKS, hair_color, key, keys};
use orm_bench_harness::peer::{Peer, Work};
use orm_bench_harness::runtime::{Flavor, Runtime};

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "people")]
#[has_many(Pet)]
#[belongs_to_many(Club, through = Membership)]
pub struct Person {
    pub id: i64,
    pub name: String,
    pub hair_color: Option<String>,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[belongs_to(Person)]
#[has_many(Toy)]
pub struct Pet {
    pub id: i64,
    pub name: String,
    pub person_id: i64,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[belongs_to(Pet)]
pub struct Toy {
    pub id: i64,
    pub name: String,
    pub pet_id: i64,
}

#[derive(Model, Debug, Clone, PartialEq)]
pub struct Club {
    pub id: i64,
    pub name: String,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[belongs_to(Person)]
#[belongs_to(Club)]
pub struct Membership {
    #[key]
    pub person_id: i64,
    #[key]
    pub club_id: i64,
}

#[derive(Model, Debug, Clone, PartialEq)]
pub struct Record {
    pub id: i64,
    pub i1: i64,
    pub i2: i64,
    pub i3: i64,
    pub i4: i64,
    pub i5: i64,
    pub i6: i64,
    pub t1: String,
    pub t2: String,
    pub t3: String,
    pub t4: String,
    pub t5: String,
    pub t6: String,
    pub n1: Option<String>,
    pub n2: Option<String>,
    pub r1: f64,
    pub r2: f64,
    pub r3: f64,
    pub b1: bool,
    pub b2: bool,
}

#[derive(Debug)]
pub struct Orm {
    name: String,
    runtime: Runtime,
    db: Db,
}

impl Orm {
    pub fn new(flavor: Flavor, url: &str) -> Self {
        let runtime = Runtime::new(flavor);
        let address = url.to_owned();
        let db = runtime.run(async move { orm::connect(&address).await }).expect("the database opens");
        Self { name: format!("**orm**, {}", flavor.name()), runtime, db }
    }

    /// Over a database in memory, with its tables.
    pub fn in_memory(flavor: Flavor) -> Self {
        let mut peer = Self::new(flavor, "sqlite::memory:");
        peer.script(&orm_bench_harness::data::Database::Sqlite.tables());
        peer
    }

    /// What it works on.
    pub fn database(&self) -> Db {
        self.db.clone()
    }

    /// Runs work as a task.
    pub fn run<T: Send + 'static>(&self, work: impl Future<Output = T> + Send + 'static) -> T {
        self.runtime.run(work)
    }
}

fn new_person(at: usize) -> impl orm::builder::Ready<Person> + Builder<Model = Person, Stored = Person> {
    Person::build().name(NAME).hair_color(hair_color(at).map(str::to_owned))
}

async fn insert(db: &Db, count: usize, at: usize) -> orm::Result<usize> {
    if count == 1 {
        return Ok(usize::from(black_box(new_person(at).insert(db).await?).id > 0));
    }
    Ok(black_box(Person::insert_all(db, (0..count).map(new_person)).await?).len())
}

async fn first(db: &Db, key: i64) -> orm::Result<usize> {
    let query = Person::query().filter(Person::ID.gte(key)).order_by(Person::ID.asc());
    Ok(usize::from(black_box(query.first(db).await?).is_some()))
}

async fn has_many(db: &Db) -> orm::Result<usize> {
    let people = black_box(Person::query().include(Person::PETS).all(db).await?);
    Ok(people.iter().map(|person| 1 + person.pets.len()).sum())
}

async fn many_to_many(db: &Db) -> orm::Result<usize> {
    let people = black_box(Person::query().include(Person::CLUBS).all(db).await?);
    Ok(people.iter().map(|person| 1 + person.clubs.len()).sum())
}

async fn deep(db: &Db) -> orm::Result<usize> {
    let people = black_box(Person::query().include(Person::PETS.include(Pet::TOYS)).all(db).await?);
    let pets = people.iter().flat_map(|person| &person.pets);
    Ok(people.len() + pets.map(|pet| 1 + pet.toys.len()).sum::<usize>())
}

async fn tree(db: &Db, at: usize) -> orm::Result<usize> {
    let toys = || (0..BRANCHES).map(|_| Toy::build().name(NAME)).collect::<Vec<_>>();
    let pets: Vec<_> = (0..BRANCHES).map(|_| Pet::build().name(NAME).toys(toys())).collect();
    let person = Person::build().name(NAME).hair_color(hair_color(at).map(str::to_owned)).pets(pets);
    let person = black_box(person.insert(db).await?);
    Ok(1 + person.pets.iter().map(|pet| 1 + pet.toys.len()).sum::<usize>())
}

async fn junction(db: &Db) -> orm::Result<usize> {
    let person = Person { id: 1, name: String::new(), hair_color: None };
    person.add_clubs(db, JOINED).await?;
    person.set_clubs(db, SET).await?;
    person.remove_clubs(db, SET).await?;
    Ok(1)
}

async fn five(db: &Db, at: usize) -> orm::Result<usize> {
    db.transaction(async |tx| {
        let stored = new_person(at).insert(tx).await?;
        let mut found = Person::get(tx, stored.id).await?;
        found.hair_color = None;
        found.save(tx).await?;
        let found = Person::get(tx, stored.id).await?;
        found.delete(tx).await
    })
    .await?;
    Ok(1)
}

async fn tasks(db: &Db) -> orm::Result<usize> {
    let task = |db: Db| async move {
        let mut seen = 0;
        for key in keys(FINDS) {
            seen += usize::from(black_box(Person::find(&db, key).await?).is_some());
        }
        Ok::<_, orm::Error>(seen)
    };
    let tasks: Vec<_> = (0..TASKS).map(|_| tokio::spawn(task(db.clone()))).collect();
    let mut seen = 0;
    for task in tasks {
        seen += task.await.expect("no task panics")?;
    }
    Ok(seen)
}

/// Does the work once.
///
/// # Errors
///
/// If the database does not answer.
pub async fn one(db: &Db, work: Work, at: usize, person: &mut Person) -> orm::Result<usize> {
    Ok(match work {
        Work::Find => usize::from(black_box(Person::find(db, key(at)).await?).is_some()),
        Work::First => first(db, key(at)).await?,
        Work::Load => black_box(Person::query().all(db).await?).len(),
        Work::Wide => black_box(Record::query().all(db).await?).len(),
        Work::Join => black_box(Pet::query().include(Pet::PERSON).all(db).await?).len(),
        Work::Children => {
            person.id = key(at);
            black_box(person.get_pets(db).await?).len()
        }
        Work::HasMany => has_many(db).await?,
        Work::ManyToMany => many_to_many(db).await?,
        Work::Deep => deep(db).await?,
        Work::Insert(count) => insert(db, count, at).await?,
        Work::Tree => tree(db, at).await?,
        Work::Junction => junction(db).await?,
        Work::Update => {
            person.id = key(at);
            person.save(db).await?;
            1
        }
        Work::Transaction => five(db, at).await?,
        Work::Tasks => tasks(db).await?,
    })
}

impl Peer for Orm {
    fn name(&self) -> String {
        self.name.clone()
    }

    fn script(&mut self, sql: &str) {
        let statements: Vec<_> =
            sql.split(';').filter(|sql| !sql.trim().is_empty()).map(str::to_owned).collect();
        let db = self.db.clone();
        let run = async move {
            for sql in statements {
                orm::sql(sql).execute(&db).await?;
            }
            Ok::<_, orm::Error>(())
        };
        self.runtime.run(run).expect("the script runs");
    }

    fn work(&mut self, work: Work, times: usize) -> Option<usize> {
        let db = self.db.clone();
        let run = async move {
            let mut person = Person { id: 1, name: NAME.to_owned(), hair_color: Some("auburn".to_owned()) };
            let mut seen = 0;
            for at in 0..times {
                seen += one(&db, work, at, &mut person).await?;
            }
            Ok::<_, orm::Error>(seen)
        };
        Some(self.runtime.run(run).expect("the database answers"))
    }
}
