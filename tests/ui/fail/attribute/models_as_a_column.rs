//! A field holds rows of another model.
use orm::Model;

#[derive(Model)]
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
