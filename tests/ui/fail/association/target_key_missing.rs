//! What the key points to does not exist.
use orm::prelude::*;

#[derive(Model)]
#[belongs_to(User, foreign_key = user_login, target_key = logn)]
struct Task {
    id: i64,
    user_login: String,
}

#[derive(Model)]
struct User {
    id: i64,
    #[column(unique)]
    login: String,
}

fn main() {}
