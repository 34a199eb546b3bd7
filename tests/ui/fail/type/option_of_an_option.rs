//! An option of an option.
use orm::prelude::*;

#[derive(Model)]
struct Task {
    id: i64,
    note: Option<Option<String>>,
}

fn main() {}
