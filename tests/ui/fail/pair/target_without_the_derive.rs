//! The derive is missing on the target.
use orm::prelude::*;

#[derive(Model)]
#[has_many(Task)]
struct Project {
    id: i64,
}

struct Task {
    id: i64,
    project_id: i64,
}

fn main() {}
