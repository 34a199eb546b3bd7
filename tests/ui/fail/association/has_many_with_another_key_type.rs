//! The key in the other model has another type.
use orm::prelude::*;

#[derive(Model)]
#[has_many(Task)]
struct Project {
    id: i64,
}

#[derive(Model)]
struct Task {
    id: i64,
    project_id: String,
}

fn main() {}
