//! The derive is missing.
use orm::Model;

#[has_many(Task)]
struct Project {
    id: i64,
}
#[derive(Model)]
struct Task {
    id: i64,
    project_id: i64,
}

fn main() {}
