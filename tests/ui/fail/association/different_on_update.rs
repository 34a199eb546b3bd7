//! The two sides say different things of `on_update`.
use orm::prelude::*;

#[derive(Model)]
#[has_many(Task, on_update = restrict)]
struct Project {
    id: i64,
}

#[derive(Model)]
#[belongs_to(Project, on_update = cascade)]
struct Task {
    id: i64,
    project_id: i64,
}

fn main() {}
