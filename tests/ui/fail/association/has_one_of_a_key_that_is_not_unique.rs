//! The key of a `has_one` is said not to be unique.
use orm::prelude::*;

#[derive(Model)]
#[has_one(Profile)]
struct User {
    id: i64,
}

#[derive(Model)]
struct Profile {
    id: i64,
    #[column(unique = false)]
    user_id: i64,
}

fn main() {}
