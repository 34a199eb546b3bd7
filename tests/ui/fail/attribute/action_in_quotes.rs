//! An action in quotes.
use orm::Model;

#[derive(Model)]
#[belongs_to(User, on_delete = "SET NULL")]
struct Task {
    id: i64,
    user_id: Option<i64>,
}
#[derive(Model)]
struct User {
    id: i64,
}

fn main() {}
