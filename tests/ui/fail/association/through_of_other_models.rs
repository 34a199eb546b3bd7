//! The junction belongs to neither side.
use orm::prelude::*;

#[derive(Model)]
#[belongs_to_many(User, through = Note)]
struct Project {
    id: i64,
}

#[derive(Model)]
struct User {
    id: i64,
}

#[derive(Model)]
struct Note {
    id: i64,
    text: String,
}

fn main() {}
