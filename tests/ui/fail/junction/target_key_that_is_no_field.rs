//! What the junction points to does not exist.
use orm::prelude::*;

#[derive(Model)]
#[belongs_to_many(User, as = members, through = "members", target_key = nmae)]
struct Project {
    id: i64,
}

#[derive(Model)]
struct User {
    id: i64,
    name: String,
}

fn main() {}
