//! A row as a column.
use orm::prelude::*;

#[derive(Model)]
struct Task {
    id: i64,
    project: Project,
}

#[derive(Model)]
struct Project {
    id: i64,
}

fn main() {}
