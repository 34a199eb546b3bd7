//! A text in a box.
use orm::prelude::*;

#[derive(Model)]
struct Task {
    id: i64,
    title: Box<str>,
}

fn main() {}
