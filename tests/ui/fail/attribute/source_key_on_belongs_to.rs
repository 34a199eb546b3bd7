//! `source_key` of a `belongs_to`.
use orm::Model;

#[derive(Model)]
#[belongs_to(User, source_key = id)]
struct Task {
    id: i64,
    user_id: i64,
}

#[derive(Model)]
struct User {
    id: i64,
}

fn main() {}
