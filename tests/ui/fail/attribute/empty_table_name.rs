//! A table without a name.
use orm::prelude::*;

#[derive(Model)]
#[model(table = "")]
struct Task {
    id: i64,
}

fn main() {}
