//! `unique` of a `has_many`.
use orm::prelude::*;

#[derive(Model)]
#[has_many(Task, unique = false)]
struct Project {
    id: i64,
}

#[derive(Model)]
struct Task {
    id: i64,
    project_id: i64,
}

fn main() {}
