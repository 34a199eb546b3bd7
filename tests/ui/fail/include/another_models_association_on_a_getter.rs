//! An association of another model is included in what an accessor loads.
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

async fn run(db: &Db, user: &User) -> orm::Result<()> {
    user.get_addresses(db).include(User::CARD).await?;
    Ok(())
}

fn main() {}
