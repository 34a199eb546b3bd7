//! An option with nothing after its sign.
use orm::prelude::*;

#[derive(Model)]
#[belongs_to(User, as = )]
struct Task {
    id: i64,
    user_id: i64,
}

#[derive(Model)]
struct User {
    id: i64,
}

fn main() {}
