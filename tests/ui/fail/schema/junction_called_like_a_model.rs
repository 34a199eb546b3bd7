//! A junction has the name of a model's table.
use orm::prelude::*;

#[derive(Model)]
#[belongs_to_many(User, through = "tasks")]
struct Project {
    id: i64,
}

#[derive(Model)]
struct User {
    id: i64,
}

#[derive(Model)]
struct Task {
    id: i64,
}

const SCHEMA: Schema = schema![Project, User, Task];

fn main() {}
