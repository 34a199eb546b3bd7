//! `set_default` for a key without a default.
use orm::Model;

#[derive(Model)]
#[belongs_to(User, on_delete = set_default)]
struct Task {
    id: i64,
    user_id: i64,
}

#[derive(Model)]
struct User {
    id: i64,
}

fn main() {}
