//! `through` is given twice.
use orm::prelude::*;

#[derive(Model)]
#[belongs_to_many(User, through = "a", through = "b")]
struct Project {
    id: i64,
}

#[derive(Model)]
struct User {
    id: i64,
}

fn main() {}
