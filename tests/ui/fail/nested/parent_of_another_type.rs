//! A fraction is the owner of a new row.
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

fn run() {
    let _ = Card::build().number("7").user(1.5);
}

fn main() {}
