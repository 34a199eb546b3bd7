use orm::ColumnType;

#[derive(ColumnType)]
enum Shape {
    Circle(f64),
    Point,
}

fn main() {}
