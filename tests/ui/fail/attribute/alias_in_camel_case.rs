//! The name of an association is not in snake_case.
use orm::Model;

#[derive(Model)]
#[belongs_to(User, as = projectOwner, foreign_key = user_id)]
struct Task {
    id: i64,
    user_id: i64,
}

#[derive(Model)]
struct User {
    id: i64,
}

fn main() {}
