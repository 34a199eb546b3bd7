//! A scope names a column that is not there.
use orm::Model;

#[derive(Model)]
#[has_many(Task, scope(staus = "open"))]
struct Project {
    id: i64,
}

#[derive(Model)]
struct Task {
    id: i64,
    status: String,
    project_id: i64,
}

fn main() {}
