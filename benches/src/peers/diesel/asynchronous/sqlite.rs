//! Over SQLite, on blocking threads.
//!
//! diesel-async has no way of its own to store several rows with one statement there; diesel's is used, on such a thread.
use diesel::prelude::*;
use diesel::sqlite::SqliteConnection;

use super::super::*;

pub type Connection = diesel_async::sync_connection_wrapper::SyncConnectionWrapper<SqliteConnection>;

#[path = "body.rs"]
mod body;
pub use body::DieselAsync;

async fn insert_people(db: &mut Connection, rows: Vec<NewPerson>) -> QueryResult<Vec<Person>> {
    let insert = move |db: &mut SqliteConnection| {
        diesel::insert_into(people::table).values(&rows).returning(Person::as_returning()).get_results(db)
    };
    db.spawn_blocking(insert).await
}

async fn insert_pets(db: &mut Connection, rows: Vec<NewPet>) -> QueryResult<Vec<Pet>> {
    let insert = move |db: &mut SqliteConnection| {
        diesel::insert_into(pets::table).values(&rows).returning(Pet::as_returning()).get_results(db)
    };
    db.spawn_blocking(insert).await
}

async fn insert_toys(db: &mut Connection, rows: Vec<NewToy>) -> QueryResult<Vec<Toy>> {
    let insert = move |db: &mut SqliteConnection| {
        diesel::insert_into(toys::table).values(&rows).returning(Toy::as_returning()).get_results(db)
    };
    db.spawn_blocking(insert).await
}

async fn link(db: &mut Connection, rows: Vec<Membership>) -> QueryResult<usize> {
    let insert = move |db: &mut SqliteConnection| {
        diesel::insert_into(memberships::table).values(&rows).on_conflict_do_nothing().execute(db)
    };
    db.spawn_blocking(insert).await
}
