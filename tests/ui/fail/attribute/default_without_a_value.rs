//! A default without a value.
use orm::prelude::*;

#[derive(Model)]
struct Task {
    id: i64,
    #[column(default)]
    done: bool,
}

fn main() {}
