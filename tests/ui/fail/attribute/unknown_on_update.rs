//! An unknown action of `on_update`.
use orm::prelude::*;

#[derive(Model)]
#[belongs_to(User, on_update = casade)]
struct Task {
    id: i64,
    user_id: i64,
}

#[derive(Model)]
struct User {
    id: i64,
}

fn main() {}
