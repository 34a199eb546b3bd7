//! An association of a model to itself has no names for its keys.
use orm::prelude::*;

#[derive(Model)]
#[belongs_to_many(Person, through = "friendships")]
struct Person {
    id: i64,
}

fn main() {}
