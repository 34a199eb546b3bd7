//! The name of an association stands in quotes.
use orm::Model;

#[derive(Model)]
#[belongs_to(User, as = "owner")]
struct Task {
    id: i64,
    user_id: i64,
}

#[derive(Model)]
struct User {
    id: i64,
}

fn main() {}
