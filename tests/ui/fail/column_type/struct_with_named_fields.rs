//! A struct with named fields is made a column type.
use orm::ColumnType;

#[derive(ColumnType)]
struct Point {
    x: f64,
    y: f64,
}

fn main() {}
