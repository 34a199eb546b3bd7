//! The field of a key is a path.
use orm::Model;

#[derive(Model)]
#[has_many(Task, foreign_key = Task::PROJECT_ID)]
struct Project {
    id: i64,
}
#[derive(Model)]
struct Task {
    id: i64,
    project_id: i64,
}

fn main() {}
