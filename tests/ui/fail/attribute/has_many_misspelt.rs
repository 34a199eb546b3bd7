//! An attribute is misspelt.
use orm::prelude::*;

#[derive(Model)]
#[has_mny(Task)]
struct Project {
    id: i64,
}

#[derive(Model)]
struct Task {
    id: i64,
    project_id: i64,
}

fn main() {}
