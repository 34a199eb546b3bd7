//! The key in the other model of a `has_one` has another type.
use orm::prelude::*;

#[derive(Model)]
#[has_one(Profile)]
struct User {
    id: i64,
}

#[derive(Model)]
struct Profile {
    id: i64,
    user_id: i32,
}

fn main() {}
