//! A model has no primary key.
use orm::Model;

#[derive(Model)]
#[has_many(Task)]
struct Project {
    name: String,
}

#[derive(Model)]
struct Task {
    id: i64,
    project_id: i64,
}

fn main() {}
