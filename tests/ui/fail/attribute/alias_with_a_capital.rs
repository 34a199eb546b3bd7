//! An alias with a capital.
use orm::prelude::*;

#[derive(Model)]
#[has_many(Task, as = Todos)]
struct Project {
    id: i64,
}

#[derive(Model)]
struct Task {
    id: i64,
    project_id: i64,
}

fn main() {}
