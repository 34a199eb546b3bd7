//! A column that no database can hold.
use orm::prelude::*;

#[derive(Model)]
struct Task {
    id: i64,
    size: u64,
}

fn main() {}
