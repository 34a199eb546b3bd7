//! The other model of a `has_one` has no field for the key.
use orm::prelude::*;

#[derive(Model)]
#[has_one(Profile)]
struct User {
    id: i64,
}

#[derive(Model)]
struct Profile {
    id: i64,
    bio: String,
}

fn main() {}
