//! A scope compares in place of giving a value.
use orm::Model;

#[derive(Model)]
#[has_many(Task, scope(done == true))]
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
