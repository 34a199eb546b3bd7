//! Two associations of a model to itself have no names for their keys.
use orm::prelude::*;

#[derive(Model)]
#[belongs_to_many(Person, as = children, through = "families")]
#[belongs_to_many(Person, as = parents, through = "families")]
struct Person {
    id: i64,
}

fn main() {}
