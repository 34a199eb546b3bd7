//! The foreign key that is named is misspelt.
use orm::Model;

#[derive(Model)]
#[belongs_to(User, foreign_key = usr_id)]
struct Task {
    id: i64,
    user_id: i64,
}

#[derive(Model)]
struct User {
    id: i64,
}

fn main() {}
