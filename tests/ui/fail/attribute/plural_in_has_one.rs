//! A `has_one` in the plural.
use orm::prelude::*;

#[derive(Model)]
#[has_one(Profile, as = profiles)]
struct User {
    id: i64,
}

#[derive(Model)]
struct Profile {
    id: i64,
    profiles_id: i64,
}

fn main() {}
