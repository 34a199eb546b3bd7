//! A scope names a column twice.
use orm::prelude::*;

#[derive(Model)]
#[has_many(Task, scope(done = true, done = false))]
struct Project {
    id: i64,
}

#[derive(Model)]
struct Task {
    id: i64,
    done: bool,
    project_id: i64,
}

fn main() {}
