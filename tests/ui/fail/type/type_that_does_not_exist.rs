//! A type that does not exist.
use orm::prelude::*;

#[derive(Model)]
struct Task {
    id: i64,
    title: Strng,
}

fn main() {}
