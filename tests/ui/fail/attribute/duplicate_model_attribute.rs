//! `table` is given twice.
use orm::prelude::*;

#[derive(Model)]
#[model(table = "a", table = "b")]
struct Task {
    id: i64,
}

fn main() {}
