//! What the key points to is not unique.
use orm::prelude::*;

#[derive(Model)]
#[belongs_to(User, foreign_key = user_login, target_key = login)]
struct Task {
    id: i64,
    user_login: String,
}

#[derive(Model)]
struct User {
    id: i64,
    login: String,
}

fn main() {}
