//! Two associations lead to one model without names.
use orm::Model;

#[derive(Model)]
#[belongs_to(User)]
#[belongs_to(User, foreign_key = author_id)]
struct Task {
    id: i64,
    user_id: i64,
    author_id: i64,
}

#[derive(Model)]
struct User {
    id: i64,
}

fn main() {}
