//! An attribute stands before the derive.
use orm::Model;

#[has_many(Task)]
#[derive(Model)]
struct Project {
    id: i64,
}
#[derive(Model)]
struct Task {
    id: i64,
    project_id: i64,
}

fn main() {}
