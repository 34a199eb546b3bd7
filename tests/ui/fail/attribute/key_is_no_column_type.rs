//! The key has a type that is no column type.
use orm::Model;

struct Number;

#[derive(Model)]
struct Place {
    id: Number,
}

fn main() {}
