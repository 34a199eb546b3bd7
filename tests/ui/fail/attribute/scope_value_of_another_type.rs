//! A scope gives a column a value of another type.
use orm::Model;

#[derive(Model)]
#[has_many(Task, scope(done = "yes"))]
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
