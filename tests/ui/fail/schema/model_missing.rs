//! A model that another one refers to is missing.
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

const SCHEMA: Schema = schema![Task];

fn main() {}
