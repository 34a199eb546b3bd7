//! The name of an association is its own plural.
use orm::Model;

#[derive(Model)]
#[has_many(Task, as = news)]
struct Project {
    id: i64,
}

#[derive(Model)]
struct Task {
    id: i64,
    project_id: i64,
}

fn main() {}
