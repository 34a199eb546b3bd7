//! A column that may be empty is marked by an option.
use orm::Model;

#[derive(Model)]
struct Task {
    id: i64,
    #[column(nullable)]
    title: String,
}

fn main() {}
