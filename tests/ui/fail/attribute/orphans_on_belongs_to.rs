//! Orphans of a `belongs_to`.
use orm::prelude::*;

#[derive(Model)]
#[belongs_to(User, orphans = delete)]
struct Task {
    id: i64,
    user_id: i64,
}

#[derive(Model)]
struct User {
    id: i64,
}

fn main() {}
