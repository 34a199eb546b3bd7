//! A default has another type than its column.
use orm::Model;

#[derive(Model)]
struct Task {
    id: i64,
    #[column(default = "no")]
    done: bool,
}

fn main() {}
