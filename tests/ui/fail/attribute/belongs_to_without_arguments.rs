//! An association without arguments.
use orm::prelude::*;

#[derive(Model)]
#[belongs_to()]
struct Task {
    id: i64,
}

fn main() {}
