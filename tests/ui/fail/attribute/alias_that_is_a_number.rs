//! An alias that is a number.
use orm::prelude::*;

#[derive(Model)]
#[has_many(Task, as = 7)]
struct Project {
    id: i64,
}

#[derive(Model)]
struct Task {
    id: i64,
    project_id: i64,
}

fn main() {}
