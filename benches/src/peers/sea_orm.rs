//! sea-orm, with its loader; the same code for both databases.
use std::hint::black_box;
use std::time::Duration;

use orm_bench_harness::data::{BRANCHES, FINDS, JOINED, NAME, SET, TASKS, hair_color, key, keys};
use orm_bench_harness::peer::{Peer, Work};
use orm_bench_harness::runtime::{Flavor, Runtime};
use sea_orm::ActiveValue::{NotSet, Set};
use sea_orm::prelude::*;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ConnectOptions, Database, QueryOrder as _, QuerySelect as _, TransactionTrait as _};

pub mod person {
    //! People.
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "people")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub name: String,
        pub hair_color: Option<String>,
        #[sea_orm(has_many)]
        pub pets: HasMany<super::pet::Entity>,
        #[sea_orm(has_many, via = "membership")]
        pub clubs: HasMany<super::club::Entity>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

pub mod pet {
    //! Their pets.
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "pets")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub name: String,
        pub person_id: i64,
        #[sea_orm(belongs_to, from = "person_id", to = "id")]
        pub person: BelongsTo<super::person::Entity>,
        #[sea_orm(has_many)]
        pub toys: HasMany<super::toy::Entity>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

pub mod toy {
    //! Their toys.
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "toys")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub name: String,
        pub pet_id: i64,
        #[sea_orm(belongs_to, from = "pet_id", to = "id")]
        pub pet: BelongsTo<super::pet::Entity>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

pub mod club {
    //! What people are members of.
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "clubs")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub name: String,
        #[sea_orm(has_many, via = "membership")]
        pub people: HasMany<super::person::Entity>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

pub mod membership {
    //! Who is in which club.
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "memberships")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub person_id: i64,
        #[sea_orm(primary_key, auto_increment = false)]
        pub club_id: i64,
        #[sea_orm(belongs_to, from = "person_id", to = "id")]
        pub person: BelongsTo<super::person::Entity>,
        #[sea_orm(belongs_to, from = "club_id", to = "id")]
        pub club: BelongsTo<super::club::Entity>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

pub mod record {
    //! Rows with many columns.
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "records")]
    pub struct Model {
        #[sea_orm(primary_key)]
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

    impl ActiveModelBehavior for ActiveModel {}
}

type Result<T> = std::result::Result<T, DbErr>;

pub struct SeaOrm {
    runtime: Runtime,
    db: DatabaseConnection,
}

impl SeaOrm {
    pub fn new(flavor: Flavor, url: &str, connections: usize) -> Self {
        let runtime = Runtime::new(flavor);
        let mut options = ConnectOptions::new(url);
        options.max_connections(connections as u32).sqlx_logging(false).idle_timeout(Duration::from_hours(1));
        let db = runtime.run(async move { Database::connect(options).await }).expect("the database opens");
        Self { runtime, db }
    }
}

fn new_person(at: usize) -> person::ActiveModel {
    person::ActiveModel {
        id: NotSet,
        name: Set(NAME.to_owned()),
        hair_color: Set(hair_color(at).map(str::to_owned)),
    }
}

async fn find(db: &impl ConnectionTrait, key: i64) -> Result<Option<person::Model>> {
    person::Entity::find_by_id(key).one(db).await
}

async fn first(db: &DatabaseConnection, key: i64) -> Result<usize> {
    let query = person::Entity::find().filter(person::Column::Id.gte(key)).order_by_asc(person::Column::Id);
    Ok(usize::from(black_box(query.one(db).await?).is_some()))
}

async fn has_many(db: &DatabaseConnection) -> Result<usize> {
    let people = person::Entity::find().all(db).await?;
    let pets = people.load_many(pet::Entity, db).await?;
    let families: Vec<_> = black_box(people.into_iter().zip(pets).collect());
    Ok(families.iter().map(|(_, pets)| 1 + pets.len()).sum())
}

async fn many_to_many(db: &DatabaseConnection) -> Result<usize> {
    let people = person::Entity::find().all(db).await?;
    let clubs = people.load_many(club::Entity, db).await?;
    let families: Vec<_> = black_box(people.into_iter().zip(clubs).collect());
    Ok(families.iter().map(|(_, clubs)| 1 + clubs.len()).sum())
}

async fn deep(db: &DatabaseConnection) -> Result<usize> {
    let people = person::Entity::find().all(db).await?;
    let pets = people.load_many(pet::Entity, db).await?;
    let counts: Vec<_> = pets.iter().map(Vec::len).collect();
    let pets: Vec<_> = pets.into_iter().flatten().collect();
    let toys = pets.load_many(toy::Entity, db).await?;
    let mut pets = pets.into_iter().zip(toys);
    let families =
        people.into_iter().zip(counts).map(|(person, count)| (person, pets.by_ref().take(count).collect()));
    let families: Vec<(_, Vec<_>)> = black_box(families.collect());
    Ok(families.iter().map(|(_, pets)| 1 + pets.iter().map(|(_, toys)| 1 + toys.len()).sum::<usize>()).sum())
}

async fn insert_all(db: &DatabaseConnection, count: usize) -> Result<usize> {
    let stored = person::Entity::insert_many((0..count).map(new_person)).exec_with_returning(db).await?;
    Ok(black_box(stored).len())
}

async fn tree(db: &DatabaseConnection, at: usize) -> Result<usize> {
    let mut person =
        person::ActiveModel::builder().set_name(NAME).set_hair_color(hair_color(at).map(str::to_owned));
    for _ in 0..BRANCHES {
        let mut pet = pet::ActiveModel::builder().set_name(NAME);
        for _ in 0..BRANCHES {
            pet = pet.add_toy(toy::ActiveModel::builder().set_name(NAME));
        }
        person = person.add_pet(pet);
    }
    let transaction = db.begin().await?;
    let person = black_box(person.insert(&transaction).await?);
    transaction.commit().await?;
    Ok(1 + person.pets.into_iter().map(|pet| 1 + pet.toys.into_iter().count()).sum::<usize>())
}

async fn link(db: &impl ConnectionTrait, clubs: impl Iterator<Item = i64>) -> Result<()> {
    let rows = clubs.map(|club_id| membership::ActiveModel { person_id: Set(1), club_id: Set(club_id) });
    let keys = [membership::Column::PersonId, membership::Column::ClubId];
    let nothing = OnConflict::columns(keys).do_nothing().to_owned();
    membership::Entity::insert_many(rows).on_conflict(nothing).exec_without_returning(db).await.map(|_| ())
}

async fn unlink(db: &impl ConnectionTrait, clubs: impl Iterator<Item = i64>) -> Result<()> {
    let mine = membership::Entity::delete_many().filter(membership::Column::PersonId.eq(1));
    mine.filter(membership::Column::ClubId.is_in(clubs)).exec(db).await.map(|_| ())
}

async fn junction(db: &DatabaseConnection) -> Result<usize> {
    link(db, JOINED).await?;
    let set: Vec<_> = SET.collect();
    let transaction = db.begin().await?;
    let mine = membership::Entity::find().filter(membership::Column::PersonId.eq(1));
    let present = mine.select_only().column(membership::Column::ClubId).into_tuple::<i64>();
    let present = present.all(&transaction).await?;
    unlink(&transaction, present.iter().copied().filter(|club| !set.contains(club))).await?;
    link(&transaction, set.iter().copied().filter(|club| !present.contains(club))).await?;
    transaction.commit().await?;
    unlink(db, SET).await?;
    Ok(1)
}

async fn save(db: &impl ConnectionTrait, person: &person::Model) -> Result<person::Model> {
    let person: person::ActiveModel = person.clone().into();
    person.reset_all().update(db).await
}

async fn five(db: &DatabaseConnection, at: usize) -> Result<usize> {
    let transaction = db.begin().await?;
    let stored = new_person(at).insert(&transaction).await?;
    let mut found = find(&transaction, stored.id).await?.expect("it was stored");
    found.hair_color = None;
    save(&transaction, &found).await?;
    let found = find(&transaction, stored.id).await?.expect("it was stored");
    found.delete(&transaction).await?;
    transaction.commit().await?;
    Ok(1)
}

async fn tasks(db: &DatabaseConnection) -> Result<usize> {
    let task = |db: DatabaseConnection| async move {
        let mut seen = 0;
        for key in keys(FINDS) {
            seen += usize::from(black_box(find(&db, key).await?).is_some());
        }
        Result::Ok(seen)
    };
    let tasks: Vec<_> = (0..TASKS).map(|_| tokio::spawn(task(db.clone()))).collect();
    let mut seen = 0;
    for task in tasks {
        seen += task.await.expect("no task panics")?;
    }
    Ok(seen)
}

async fn one(db: &DatabaseConnection, work: Work, at: usize, held: &mut person::Model) -> Result<usize> {
    Ok(match work {
        Work::Find => usize::from(black_box(find(db, key(at)).await?).is_some()),
        Work::First => first(db, key(at)).await?,
        Work::Load => black_box(person::Entity::find().all(db).await?).len(),
        Work::Wide => black_box(record::Entity::find().all(db).await?).len(),
        Work::Join => black_box(pet::Entity::find().find_also_related(person::Entity).all(db).await?).len(),
        Work::Children => {
            held.id = key(at);
            black_box(held.find_related(pet::Entity).all(db).await?).len()
        }
        Work::HasMany => has_many(db).await?,
        Work::ManyToMany => many_to_many(db).await?,
        Work::Deep => deep(db).await?,
        Work::Insert(1) => usize::from(black_box(new_person(at).insert(db).await?).id > 0),
        Work::Insert(count) => insert_all(db, count).await?,
        Work::Tree => tree(db, at).await?,
        Work::Junction => junction(db).await?,
        Work::Update => {
            held.id = key(at);
            usize::from(save(db, held).await?.id == held.id)
        }
        Work::Transaction => five(db, at).await?,
        Work::Tasks => tasks(db).await?,
    })
}

impl Peer for SeaOrm {
    fn name(&self) -> String {
        "sea-orm".to_owned()
    }

    fn script(&mut self, sql: &str) {
        let (db, sql) = (self.db.clone(), sql.to_owned());
        self.runtime.run(async move { db.execute_unprepared(&sql).await }).expect("the script runs");
    }

    fn work(&mut self, work: Work, times: usize) -> Option<usize> {
        let db = self.db.clone();
        let run = async move {
            let mut person =
                person::Model { id: 1, name: NAME.to_owned(), hair_color: Some("auburn".to_owned()) };
            let mut seen = 0;
            for at in 0..times {
                seen += one(&db, work, at, &mut person).await?;
            }
            Result::Ok(seen)
        };
        Some(self.runtime.run(run).expect("the database answers"))
    }
}
