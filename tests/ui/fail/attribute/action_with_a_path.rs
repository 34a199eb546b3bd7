//! An action is a path.
use orm::Model;

#[derive(Model)]
#[belongs_to(User, on_delete = Action::Cascade)]
struct Task {
    id: i64,
    user_id: i64,
}
#[derive(Model)]
struct User {
    id: i64,
}

fn main() {}
