//! A many-to-many association names no junction.
use orm::prelude::*;

#[derive(Model)]
#[belongs_to_many(User, as = members)]
struct Project {
    id: i64,
}

#[derive(Model)]
struct User {
    id: i64,
}

fn main() {}
