use orm::Model;

struct Point;

#[derive(Model)]
struct Place {
    id: i64,
    point: Option<Point>,
}

fn main() {}
