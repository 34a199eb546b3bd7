//! A text that is borrowed.
use orm::prelude::*;

#[derive(Model)]
struct Task {
    id: i64,
    title: &'static str,
}

fn main() {}
