//! The target is a text.
use orm::prelude::*;

#[derive(Model)]
#[has_one(String)]
struct Project {
    id: i64,
}

fn main() {}
