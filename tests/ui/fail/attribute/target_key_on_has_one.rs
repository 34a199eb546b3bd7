//! `target_key` of a `has_one`.
use orm::prelude::*;

#[derive(Model)]
#[has_one(Profile, target_key = id)]
struct User {
    id: i64,
}

#[derive(Model)]
struct Profile {
    id: i64,
    user_id: i64,
}

fn main() {}
