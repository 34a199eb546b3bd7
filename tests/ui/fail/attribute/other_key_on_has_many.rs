//! `other_key` of a `has_many`.
use orm::prelude::*;

#[derive(Model)]
#[has_many(Task, other_key = task_id)]
struct Project {
    id: i64,
}

#[derive(Model)]
struct Task {
    id: i64,
    project_id: i64,
}

fn main() {}
