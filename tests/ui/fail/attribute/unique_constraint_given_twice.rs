//! A column is said to be unique twice.
use orm::Model;

#[derive(Model)]
struct Seat {
    id: i64,
    #[column(unique = "place", unique = "seat")]
    row: i64,
}

fn main() {}
