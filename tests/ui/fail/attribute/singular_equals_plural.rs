//! Both words are the same.
use orm::prelude::*;

#[derive(Model)]
#[has_many(Task, singular = item, plural = item)]
struct Project {
    id: i64,
}

#[derive(Model)]
struct Task {
    id: i64,
    project_id: i64,
}

fn main() {}
