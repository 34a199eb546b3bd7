//! toasty as a peer; the same code for both databases.
//!
//! On SQLite, its keys that count up have 32 bits, and it panics where the fields are wider and a row is included.
use std::hint::black_box;

use orm_bench_harness::data::{BRANCHES, FINDS, JOINED, NAME, SET, TASKS, hair_color, key, keys};
use orm_bench_harness::peer::{Peer, Work};
use orm_bench_harness::runtime::{Flavor, Runtime};
use toasty::{Db, Deferred, Executor, Result};

#[cfg(feature = "sqlite")]
pub type Key = i32;
#[cfg(not(feature = "sqlite"))]
pub type Key = i64;

#[derive(Debug, toasty::Model)]
#[table = "people"]
pub struct Person {
    #[key]
    #[auto]
    pub id: Key,
    pub name: String,
    pub hair_color: Option<String>,
    #[has_many]
    pub pets: Deferred<Vec<Pet>>,
    #[has_many]
    pub memberships: Deferred<Vec<Membership>>,
    #[has_many(via = memberships.club)]
    pub clubs: Deferred<Vec<Club>>,
}

#[derive(Debug, toasty::Model)]
#[table = "pets"]
pub struct Pet {
    #[key]
    #[auto]
    pub id: Key,
    pub name: String,
    #[index]
    pub person_id: Key,
    #[belongs_to(key = person_id, references = id)]
    pub person: Deferred<Person>,
    #[has_many]
    pub toys: Deferred<Vec<Toy>>,
}

#[derive(Debug, toasty::Model)]
#[table = "toys"]
pub struct Toy {
    #[key]
    #[auto]
    pub id: Key,
    pub name: String,
    #[index]
    pub pet_id: Key,
    #[belongs_to(key = pet_id, references = id)]
    pub pet: Deferred<Pet>,
}

#[derive(Debug, toasty::Model)]
#[table = "clubs"]
pub struct Club {
    #[key]
    #[auto]
    pub id: Key,
    pub name: String,
    #[has_many]
    pub memberships: Deferred<Vec<Membership>>,
}

#[derive(Debug, toasty::Model)]
#[table = "memberships"]
#[key(person_id, club_id)]
pub struct Membership {
    #[index]
    pub person_id: Key,
    #[belongs_to(key = person_id, references = id)]
    pub person: Deferred<Person>,
    #[index]
    pub club_id: Key,
    #[belongs_to(key = club_id, references = id)]
    pub club: Deferred<Club>,
}

#[derive(Debug, toasty::Model)]
#[table = "records"]
pub struct Record {
    #[key]
    #[auto]
    pub id: Key,
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

pub struct Toasty {
    runtime: Runtime,
    db: Db,
}

impl Toasty {
    pub fn new(flavor: Flavor, url: &str, connections: usize) -> Self {
        let runtime = Runtime::new(flavor);
        let url = socket_as_option(url);
        let open = async move {
            let models = toasty::models!(Person, Pet, Toy, Club, Membership, Record);
            Db::builder().models(models).max_pool_size(connections).connect(&url).await
        };
        let db = runtime.run(open).expect("the database opens");
        Self { runtime, db }
    }
}

fn narrow(key: i64) -> Key {
    Key::try_from(key).expect("keys are small")
}

/// toasty finds the directory of a socket only where libpq has it, too, among the options.
fn socket_as_option(url: &str) -> String {
    let parts =
        url.split_once('@').and_then(|(user, rest)| Some((user, rest.split_once([':', '/'])?.0, rest)));
    match parts {
        Some((user, host, rest)) if host.contains("%2F") => {
            let sign = if rest.contains('?') { '&' } else { '?' };
            format!("{user}@{}{sign}host={host}", rest.replacen(host, "localhost", 1))
        }
        _ => url.to_owned(),
    }
}

async fn find(db: &mut dyn Executor, key: Key) -> Result<Option<Person>> {
    Person::filter_by_id(key).first().exec(db).await
}

async fn first(db: &mut Db, key: Key) -> Result<usize> {
    let query = Person::filter(Person::fields().id().ge(key)).order_by(Person::fields().id().asc());
    Ok(usize::from(black_box(query.first().exec(db).await?).is_some()))
}

async fn has_many(db: &mut Db) -> Result<usize> {
    let people = black_box(Person::all().include(Person::fields().pets()).exec(db).await?);
    Ok(people.iter().map(|person| 1 + person.pets.get().len()).sum())
}

async fn many_to_many(db: &mut Db) -> Result<usize> {
    let people = black_box(Person::all().include(Person::fields().clubs()).exec(db).await?);
    Ok(people.iter().map(|person| 1 + person.clubs.get().len()).sum())
}

async fn deep(db: &mut Db) -> Result<usize> {
    let people = black_box(Person::all().include(Person::fields().pets().toys()).exec(db).await?);
    let pets =
        |person: &Person| -> usize { person.pets.get().iter().map(|pet| 1 + pet.toys.get().len()).sum() };
    Ok(people.iter().map(|person| 1 + pets(person)).sum())
}

async fn insert(db: &mut dyn Executor, at: usize) -> Result<Person> {
    Person::create().name(NAME).hair_color(hair_color(at).map(str::to_owned)).exec(db).await
}

async fn insert_all(db: &mut Db, count: usize) -> Result<usize> {
    let new = |at| Person::create().name(NAME).hair_color(hair_color(at).map(str::to_owned));
    let mut all = Person::create_many();
    for at in 0..count {
        all = all.item(new(at));
    }
    Ok(black_box(all.exec(db).await?).len())
}

async fn tree(db: &mut Db, at: usize) -> Result<usize> {
    let toys = || (0..BRANCHES).map(|_| Toy::create().name(NAME)).collect::<Vec<_>>();
    let pets: Vec<_> = (0..BRANCHES).map(|_| Pet::create().name(NAME).toys(toys())).collect();
    let person = Person::create().name(NAME).hair_color(hair_color(at).map(str::to_owned)).pets(pets);
    let stored = black_box(person.exec(db).await?);
    Ok(usize::from(stored.id > 0) + BRANCHES + BRANCHES * BRANCHES)
}

async fn link(db: &mut dyn Executor, clubs: impl Iterator<Item = Key>) -> Result<()> {
    let mut all = Membership::create_many();
    for club in clubs {
        all = all.item(Membership::create().person_id(1 as Key).club_id(club));
    }
    all.exec(db).await.map(|_| ())
}

async fn unlink(db: &mut dyn Executor, clubs: Vec<Key>) -> Result<()> {
    let among = Membership::fields().club_id().in_list(clubs);
    Membership::filter_by_person_id(1 as Key).filter(among).delete().exec(db).await.map(|_| ())
}

async fn junction(db: &mut Db) -> Result<usize> {
    link(db, JOINED.map(narrow)).await?;
    let set: Vec<_> = SET.map(narrow).collect();
    let mut transaction = db.transaction().await?;
    let mine = Membership::filter_by_person_id(1 as Key).exec(&mut transaction).await?;
    let present: Vec<_> = mine.iter().map(|membership| membership.club_id).collect();
    unlink(&mut transaction, present.iter().copied().filter(|club| !set.contains(club)).collect()).await?;
    link(&mut transaction, set.iter().copied().filter(|club| !present.contains(club))).await?;
    transaction.commit().await?;
    unlink(db, set).await?;
    Ok(1)
}

async fn save(db: &mut dyn Executor, person: &mut Person, hair_color: Option<String>) -> Result<()> {
    let name = person.name.clone();
    person.update().name(name).hair_color(hair_color).exec(db).await
}

async fn five(db: &mut Db, at: usize) -> Result<usize> {
    let mut transaction = db.transaction().await?;
    let stored = insert(&mut transaction, at).await?;
    let mut found = find(&mut transaction, stored.id).await?.expect("it was stored");
    save(&mut transaction, &mut found, None).await?;
    let found = find(&mut transaction, stored.id).await?.expect("it was stored");
    found.delete().exec(&mut transaction).await?;
    transaction.commit().await?;
    Ok(1)
}

async fn tasks(db: &Db) -> Result<usize> {
    let task = |mut db: Db| async move {
        let mut seen = 0;
        for key in keys(FINDS).map(narrow) {
            seen += usize::from(black_box(find(&mut db, key).await?).is_some());
        }
        Ok::<_, toasty::Error>(seen)
    };
    let tasks: Vec<_> = (0..TASKS).map(|_| tokio::spawn(task(db.clone()))).collect();
    let mut seen = 0;
    for task in tasks {
        seen += task.await.expect("no task panics")?;
    }
    Ok(seen)
}

async fn one(db: &mut Db, work: Work, at: usize, person: &mut Option<Person>) -> Result<usize> {
    Ok(match work {
        Work::Find => usize::from(black_box(find(db, narrow(key(at))).await?).is_some()),
        Work::First => first(db, narrow(key(at))).await?,
        Work::Load => black_box(Person::all().exec(db).await?).len(),
        Work::Wide => black_box(Record::all().exec(db).await?).len(),
        Work::Join => black_box(Pet::all().include(Pet::fields().person()).exec(db).await?).len(),
        Work::Children => black_box(Pet::filter_by_person_id(narrow(key(at))).exec(db).await?).len(),
        Work::HasMany => has_many(db).await?,
        Work::ManyToMany => many_to_many(db).await?,
        Work::Deep => deep(db).await?,
        Work::Insert(1) => usize::from(black_box(insert(db, at).await?).id > 0),
        Work::Insert(count) => insert_all(db, count).await?,
        Work::Tree => tree(db, at).await?,
        Work::Junction => junction(db).await?,
        Work::Update => {
            if person.is_none() {
                *person = find(db, 1).await?;
            }
            let person = person.as_mut().expect("it is there");
            person.id = narrow(key(at));
            save(db, person, Some("auburn".to_owned())).await?;
            1
        }
        Work::Transaction => five(db, at).await?,
        Work::Tasks => tasks(db).await?,
    })
}

impl Peer for Toasty {
    fn name(&self) -> String {
        "toasty".to_owned()
    }

    fn script(&mut self, sql: &str) {
        let statements: Vec<_> =
            sql.split(';').filter(|sql| !sql.trim().is_empty()).map(str::to_owned).collect();
        let mut db = self.db.clone();
        let run = async move {
            for sql in statements {
                toasty::sql::statement(sql).exec(&mut db).await?;
            }
            Ok::<_, toasty::Error>(())
        };
        self.runtime.run(run).expect("the script runs");
    }

    fn work(&mut self, work: Work, times: usize) -> Option<usize> {
        let mut db = self.db.clone();
        let run = async move {
            let mut person = None;
            let mut seen = 0;
            for at in 0..times {
                seen += one(&mut db, work, at, &mut person).await?;
            }
            Ok::<_, toasty::Error>(seen)
        };
        Some(self.runtime.run(run).expect("the database answers"))
    }
}
