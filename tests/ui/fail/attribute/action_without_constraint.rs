//! An action is asked of a constraint that is switched off.
use orm::Model;

#[derive(Model)]
#[belongs_to(User, constraints = false, on_delete = cascade)]
struct Task {
    id: i64,
    user_id: i64,
}

#[derive(Model)]
struct User {
    id: i64,
}

fn main() {}
