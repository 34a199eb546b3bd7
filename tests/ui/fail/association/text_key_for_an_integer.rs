//! A key that is a text points to an integer.
use orm::prelude::*;

#[derive(Model)]
#[belongs_to(User)]
struct Task {
    id: i64,
    user_id: String,
}

#[derive(Model)]
struct User {
    id: i64,
}

fn main() {}
