//! An association to many rows is named in the singular.
use orm::Model;

#[derive(Model)]
#[has_many(Task, as = task)]
struct Project {
    id: i64,
}

#[derive(Model)]
struct Task {
    id: i64,
    project_id: i64,
}

fn main() {}
