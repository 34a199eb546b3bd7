//! New rows know the keys that they have in the database, also where SQLite does not count them up one by one.
#![cfg(feature = "sqlite")]
#![allow(clippy::unwrap_used, reason = "tests fail by panicking")]
use orm::prelude::*;

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "people")]
struct Person {
    id: i64,
    name: String,
}

const NAMES: [&str; 5] = ["Ada", "Bob", "Cyd", "Dan", "Eve"];

async fn database(table: &str) -> Db {
    let db = orm::connect("sqlite::memory:").await.unwrap();
    run(&db, &format!("CREATE TABLE people ({table}")).await;
    db
}

async fn run(db: &Db, sql: &str) {
    orm::sql(sql).execute(db).await.unwrap();
}

fn people()
-> impl Iterator<Item = impl orm::builder::Ready<Person> + Builder<Model = Person, Stored = Person>> {
    NAMES.into_iter().map(|name| Person::build().name(name))
}

/// Stores several rows at once and one alone, and looks for each under its key.
async fn stores_and_finds(db: &Db) {
    for _ in 0..3 {
        let mut stored = Person::insert_all(db, people()).await.unwrap();
        stored.push(Person::build().name("Fay").insert(db).await.unwrap());
        assert!(stored.iter().map(|person| person.name.as_str()).eq(NAMES.into_iter().chain(["Fay"])));
        for person in stored {
            assert_eq!(Person::get(db, person.id).await.unwrap(), person);
        }
    }
}

const DOUBLES: &str = "CREATE TRIGGER doubles AFTER INSERT ON people WHEN new.name NOT LIKE 'copy%' \
                       BEGIN INSERT INTO people (name) VALUES ('copy of ' || new.name); END";

#[tokio::test]
async fn counts_up() {
    let counted = database("id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL)").await;
    stores_and_finds(&counted).await;
    Person::delete_where(Person::ID.gt(3)).execute(&counted).await.unwrap();
    stores_and_finds(&counted).await;
    let plain = database("ID integer PRIMARY KEY, name TEXT NOT NULL)").await;
    stores_and_finds(&plain).await;
}

#[tokio::test]
async fn takes_keys_at_random_after_the_greatest() {
    let db = database("id INTEGER PRIMARY KEY, name TEXT NOT NULL)").await;
    run(&db, "INSERT INTO people VALUES (9223372036854775804, 'almost the last')").await;
    stores_and_finds(&db).await;
}

#[tokio::test]
async fn takes_keys_that_are_no_row_ids() {
    for table in [
        "id INT PRIMARY KEY DEFAULT (abs(random())), name TEXT NOT NULL)",
        "id INTEGER PRIMARY KEY DEFAULT (abs(random())), name TEXT NOT NULL) WITHOUT ROWID",
    ] {
        stores_and_finds(&database(table).await).await;
    }
}

#[tokio::test]
async fn tells_rows_of_triggers_apart() {
    let db = database("id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL)").await;
    run(&db, DOUBLES).await;
    stores_and_finds(&db).await;
}

#[tokio::test]
async fn is_not_misled_by_a_trigger_that_is_new() {
    let db = database("id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL)").await;
    run(&db, "CREATE TABLE log (name TEXT)").await;
    stores_and_finds(&db).await;
    run(&db, "CREATE TRIGGER logs AFTER INSERT ON people BEGIN INSERT INTO log VALUES (new.name); END").await;
    stores_and_finds(&db).await;

    let db = database("id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL)").await;
    stores_and_finds(&db).await;
    run(&db, DOUBLES).await;
    // The statement was prepared before there was a trigger.
    let error = Person::insert_all(&db, people()).await.unwrap_err();
    assert_eq!(error.kind(), orm::ErrorKind::Database);
    assert!(error.message().contains("their keys are not known"), "{error}");
    let error = Person::build().name("Fay").insert(&db).await.unwrap_err();
    assert!(error.message().contains("their keys are not known"), "{error}");
    // From then on, it is known.
    stores_and_finds(&db).await;
}

#[tokio::test]
async fn follows_a_table_that_is_made_anew() {
    let db = database("id INTEGER PRIMARY KEY, name TEXT NOT NULL)").await;
    stores_and_finds(&db).await;
    run(&db, "DROP TABLE people").await;
    run(&db, "CREATE TABLE people (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL, note TEXT)")
        .await;
    stores_and_finds(&db).await;
}

#[tokio::test]
async fn reports_rows_that_the_table_passes_over() {
    let db = database("id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE ON CONFLICT IGNORE)").await;
    Person::build().name("Bob").insert(&db).await.unwrap();
    let error = Person::insert_all(&db, people()).await.unwrap_err();
    assert!(error.message().contains("did not give its key back"), "{error}");
}
