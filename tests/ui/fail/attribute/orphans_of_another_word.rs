//! Orphans with an unknown word.
use orm::prelude::*;

#[derive(Model)]
#[has_many(Task, orphans = remove)]
struct Project {
    id: i64,
}

#[derive(Model)]
struct Task {
    id: i64,
    project_id: i64,
}

fn main() {}
