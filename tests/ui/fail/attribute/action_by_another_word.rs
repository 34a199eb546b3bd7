//! An action is called as another library calls it.
use orm::Model;

#[derive(Model)]
#[belongs_to(User, on_delete = delete)]
struct Task {
    id: i64,
    user_id: i64,
}
#[derive(Model)]
struct User {
    id: i64,
}

fn main() {}
