//! A column of a fixed number of values.
use orm::Model;

#[derive(Model)]
struct Place {
    id: i64,
    position: [f64; 2],
}

fn main() {}
