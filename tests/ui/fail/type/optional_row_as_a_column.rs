//! A row or none as a column.
use orm::prelude::*;

#[derive(Model)]
struct Task {
    id: i64,
    project: Option<Project>,
}

#[derive(Model)]
struct Project {
    id: i64,
}

fn main() {}
