//! The target of a `has_many` is written as a list.
use orm::Model;

#[derive(Model)]
#[has_many(Vec<Task>)]
struct Project {
    id: i64,
}
#[derive(Model)]
struct Task {
    id: i64,
    project_id: i64,
}

fn main() {}
