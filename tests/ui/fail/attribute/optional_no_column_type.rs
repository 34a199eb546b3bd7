//! A field is an `Option` of a type that no column can have.
use orm::Model;

struct Point;

#[derive(Model)]
struct Place {
    id: i64,
    point: Option<Point>,
}

fn main() {}
