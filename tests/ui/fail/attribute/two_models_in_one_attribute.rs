//! Two models in one attribute.
use orm::Model;

#[derive(Model)]
#[has_many(Task, Note)]
struct Project {
    id: i64,
}
#[derive(Model)]
struct Task {
    id: i64,
    project_id: i64,
}
#[derive(Model)]
struct Note {
    id: i64,
    project_id: i64,
}

fn main() {}
