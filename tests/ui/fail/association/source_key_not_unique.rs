//! What the key of the other model points to is not unique.
use orm::prelude::*;

#[derive(Model)]
#[has_many(Task, foreign_key = user_login, source_key = login)]
struct User {
    id: i64,
    login: String,
}

#[derive(Model)]
struct Task {
    id: i64,
    user_login: String,
}

fn main() {}
