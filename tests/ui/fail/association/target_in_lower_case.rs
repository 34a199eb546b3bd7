//! The target is named like a table.
use orm::Model;

#[derive(Model)]
#[has_many(tasks)]
struct Project {
    id: i64,
}
#[derive(Model)]
struct Task {
    id: i64,
    project_id: i64,
}

fn main() {}
