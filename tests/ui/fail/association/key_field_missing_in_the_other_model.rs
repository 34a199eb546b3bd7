//! The other model has no field for the key.
use orm::prelude::*;

#[derive(Model)]
#[has_many(Task)]
struct Project {
    id: i64,
}

#[derive(Model)]
struct Task {
    id: i64,
    title: String,
}

fn main() {}
