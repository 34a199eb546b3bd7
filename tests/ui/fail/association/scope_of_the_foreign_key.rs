//! A scope names the column that the association itself fills.
use orm::prelude::*;

#[derive(Model)]
#[has_many(Task, scope(project_id = 7))]
struct Project {
    id: i64,
}

#[derive(Model)]
#[belongs_to(Project)]
struct Task {
    id: i64,
    project_id: i64,
}

fn main() {}
