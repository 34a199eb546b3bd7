//! The key is marked by an option of its column.
use orm::Model;

#[derive(Model)]
struct Task {
    #[column(key)]
    number: i64,
    title: String,
}

fn main() {}
