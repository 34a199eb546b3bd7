//! The target does not exist.
use orm::prelude::*;

#[derive(Model)]
#[belongs_to(Usr)]
struct Task {
    id: i64,
    user_id: i64,
}

#[derive(Model)]
struct User {
    id: i64,
}

fn main() {}
