//! A column whose size depends on the machine.
use orm::prelude::*;

#[derive(Model)]
struct Task {
    id: i64,
    size: usize,
}

fn main() {}
