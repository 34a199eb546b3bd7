//! Two models have one table.
use orm::prelude::*;

#[derive(Model)]
struct Task {
    id: i64,
}

#[derive(Model)]
#[model(table = "tasks")]
struct Todo {
    id: i64,
}

const SCHEMA: Schema = schema![Task, Todo];

fn main() {}
