//! A field holds the row in place of its key.
use orm::Model;

#[derive(Model)]
#[belongs_to(User)]
struct Task {
    id: i64,
    user: User,
}
#[derive(Model)]
struct User {
    id: i64,
}

fn main() {}
