//! A scope names a column by its constant.
use orm::Model;

#[derive(Model)]
#[has_many(Task, scope(Task::DONE = true))]
struct Project {
    id: i64,
}
#[derive(Model)]
struct Task {
    id: i64,
    done: bool,
    project_id: i64,
}

fn main() {}
