//! A tuple as a column.
use orm::prelude::*;

#[derive(Model)]
struct Task {
    id: i64,
    place: (f64,
    f64),
}

fn main() {}
