//! An association is loaded onto rows that have it.
use orm::prelude::*;

#[derive(Model)]
#[has_many(Address)]
#[has_one(Card)]
struct User {
    id: i64,
    name: String,
}

#[derive(Model)]
#[belongs_to(User)]
struct Address {
    id: i64,
    city: String,
    user_id: i64,
}

#[derive(Model)]
#[belongs_to(User)]
struct Card {
    id: i64,
    number: String,
    user_id: Option<i64>,
}

async fn run(db: &Db, users: Vec<orm::Loaded![User { card }]>) -> orm::Result<()> {
    User::CARD.load(db, users).await?;
    Ok(())
}

fn main() {}
