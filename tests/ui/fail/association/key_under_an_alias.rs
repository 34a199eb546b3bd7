//! The key of the other model follows from an alias.
use orm::prelude::*;

#[derive(Model)]
#[has_many(Task)]
struct User {
    id: i64,
}

#[derive(Model)]
#[belongs_to(User, as = owner)]
struct Task {
    id: i64,
    owner_id: i64,
}

fn main() {}
