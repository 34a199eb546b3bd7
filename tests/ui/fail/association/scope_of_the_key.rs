//! A scope says what the association says itself.
use orm::prelude::*;

#[derive(Model)]
#[has_many(Task, scope(project_id = 7))]
struct Project {
    id: i64,
}

#[derive(Model)]
struct Task {
    id: i64,
    project_id: i64,
}

fn main() {}
