//! Two unique constraints have one name.
use orm::prelude::*;

#[derive(Model)]
struct Seat {
    id: i64,
    #[column(unique = "place")]
    row: i64,
    #[column(unique = "place")]
    number: i64,
}

#[derive(Model)]
struct Room {
    id: i64,
    #[column(unique = "place")]
    floor: i64,
    #[column(unique = "place")]
    number: i64,
}

const SCHEMA: Schema = schema![Seat, Room];

fn main() {}
