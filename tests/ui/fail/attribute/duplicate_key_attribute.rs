//! A field is marked as the key twice.
use orm::Model;

#[derive(Model)]
struct Task {
    #[key]
    #[key]
    number: i64,
}

fn main() {}
