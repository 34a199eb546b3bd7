//! A model requires a row of itself.
use orm::prelude::*;

#[derive(Model)]
#[belongs_to(Person, as = parent)]
struct Person {
    id: i64,
    parent_id: i64,
}

const SCHEMA: Schema = schema![Person];

fn main() {}
