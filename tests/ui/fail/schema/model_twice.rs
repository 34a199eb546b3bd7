//! A model is listed twice.
use orm::prelude::*;

#[derive(Model)]
#[belongs_to(Project)]
struct Task {
    id: i64,
    project_id: i64,
}

#[derive(Model)]
struct Project {
    id: i64,
}

const SCHEMA: Schema = schema![Task, Project, Task];

fn main() {}
