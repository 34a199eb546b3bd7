//! A type alias hides that a field is an `Option`.
use orm::Model;

type Maybe = Option<i64>;

#[derive(Model)]
struct Place {
    id: i64,
    floor: Maybe,
}

fn main() {}
