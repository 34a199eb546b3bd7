//! Over tokio-postgres.
use diesel::prelude::*;
pub use diesel_async::AsyncPgConnection as Connection;
use diesel_async::RunQueryDsl;

use super::super::*;

#[path = "body.rs"]
mod body;
pub use body::DieselAsync;

async fn insert_people(db: &mut Connection, rows: Vec<NewPerson>) -> QueryResult<Vec<Person>> {
    let insert = diesel::insert_into(people::table).values(&rows);
    insert.returning(Person::as_returning()).get_results(db).await
}

async fn insert_pets(db: &mut Connection, rows: Vec<NewPet>) -> QueryResult<Vec<Pet>> {
    let insert = diesel::insert_into(pets::table).values(&rows);
    insert.returning(Pet::as_returning()).get_results(db).await
}

async fn insert_toys(db: &mut Connection, rows: Vec<NewToy>) -> QueryResult<Vec<Toy>> {
    let insert = diesel::insert_into(toys::table).values(&rows);
    insert.returning(Toy::as_returning()).get_results(db).await
}

async fn link(db: &mut Connection, rows: Vec<Membership>) -> QueryResult<usize> {
    diesel::insert_into(memberships::table).values(&rows).on_conflict_do_nothing().execute(db).await
}
