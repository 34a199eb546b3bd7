//! One side wants no constraint, the other an action.
use orm::prelude::*;

#[derive(Model)]
#[has_many(Task, constraints = false)]
struct Project {
    id: i64,
}

#[derive(Model)]
#[belongs_to(Project, on_delete = cascade)]
struct Task {
    id: i64,
    project_id: i64,
}

fn main() {}
