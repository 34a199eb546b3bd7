//! A key that no database can hold.
use orm::prelude::*;

#[derive(Model)]
struct Task {
    id: u64,
}

fn main() {}
