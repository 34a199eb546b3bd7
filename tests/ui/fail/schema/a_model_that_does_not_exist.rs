//! A model is misspelt.
use orm::prelude::*;

#[derive(Model)]
struct Task {
    id: i64,
}

const SCHEMA: Schema = schema![Tsk];

fn main() {}
