//! `set_null` for a key that is required in the other model.
use orm::prelude::*;

#[derive(Model)]
#[has_many(Task, on_delete = set_null)]
struct Project {
    id: i64,
}

#[derive(Model)]
struct Task {
    id: i64,
    project_id: i64,
}

fn main() {}
