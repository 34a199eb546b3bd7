//! An enum that is stored has a variant with fields.
use orm::ColumnType;

#[derive(ColumnType)]
enum Shape {
    Circle(f64),
    Point,
}

fn main() {}
