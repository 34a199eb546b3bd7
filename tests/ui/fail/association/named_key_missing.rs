//! The other model has no field of the name that was given.
use orm::prelude::*;

#[derive(Model)]
#[has_many(Task, foreign_key = creator_id)]
struct User {
    id: i64,
}

#[derive(Model)]
struct Task {
    id: i64,
    author_id: i64,
}

fn main() {}
