//! A key that is a UUID points to an integer.
use orm::prelude::*;

#[derive(Model)]
#[belongs_to(User)]
struct Task {
    id: i64,
    user_id: uuid::Uuid,
}

#[derive(Model)]
struct User {
    id: i64,
}

fn main() {}
