//! An action is given without saying when.
use orm::Model;

#[derive(Model)]
#[belongs_to(User, cascade)]
struct Task {
    id: i64,
    user_id: i64,
}

#[derive(Model)]
struct User {
    id: i64,
}

fn main() {}
