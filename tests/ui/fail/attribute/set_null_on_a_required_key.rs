//! `set_null` for a key that is required.
use orm::Model;

#[derive(Model)]
#[belongs_to(User, on_delete = set_null)]
struct Task {
    id: i64,
    user_id: i64,
}

#[derive(Model)]
struct User {
    id: i64,
}

fn main() {}
