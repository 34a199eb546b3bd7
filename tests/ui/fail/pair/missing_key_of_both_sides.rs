//! The key that both sides name is missing.
use orm::prelude::*;

#[derive(Model)]
#[has_many(Task, foreign_key = project_id)]
struct Project {
    id: i64,
}

#[derive(Model)]
#[belongs_to(Project)]
struct Task {
    id: i64,
    title: String,
}

fn main() {}
