//! The rows of an association are a field as well.
use orm::Model;

#[derive(Model)]
#[has_many(Task)]
struct Project {
    id: i64,
    tasks: Vec<Task>,
}

#[derive(Model)]
struct Task {
    id: i64,
    project_id: i64,
}

fn main() {}
