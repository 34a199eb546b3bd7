//! The target is an enum.
use orm::prelude::*;

#[derive(Model)]
#[belongs_to(User)]
struct Task {
    id: i64,
    user_id: i64,
}

enum User {}

fn main() {}
