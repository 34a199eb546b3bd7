//! A scope of a `belongs_to`.
use orm::prelude::*;

#[derive(Model)]
#[belongs_to(User, scope(active = true))]
struct Task {
    id: i64,
    user_id: i64,
}

#[derive(Model)]
struct User {
    id: i64,
    active: bool,
}

fn main() {}
