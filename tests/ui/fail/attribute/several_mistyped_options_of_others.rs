//! The key of an association is typed as a number.
use orm::Model;

#[derive(Model)]
#[belongs_to(User, foreign_key = 1)]
struct Task {
    id: i64,
    user_id: i64,
}
#[derive(Model)]
struct User {
    id: i64,
}

fn main() {}
