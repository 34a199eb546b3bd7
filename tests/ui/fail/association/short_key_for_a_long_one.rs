//! A key of 32 bits points to one of 64 bits.
use orm::prelude::*;

#[derive(Model)]
#[belongs_to(User)]
struct Task {
    id: i64,
    user_id: i32,
}

#[derive(Model)]
struct User {
    id: i64,
}

fn main() {}
