//! The value of a scope has another type than the column.
use orm::prelude::*;

#[derive(Model)]
#[has_many(Task, as = open_tasks, scope(state = 1))]
struct Project {
    id: i64,
}

#[derive(Model)]
struct Task {
    id: i64,
    state: String,
    project_id: i64,
}

fn main() {}
