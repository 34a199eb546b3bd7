//! An action where the other side wants no constraint.
use orm::prelude::*;

#[derive(Model)]
#[has_many(Task, on_delete = cascade)]
struct Project {
    id: i64,
}

#[derive(Model)]
#[belongs_to(Project, constraints = false)]
struct Task {
    id: i64,
    project_id: i64,
}

fn main() {}
