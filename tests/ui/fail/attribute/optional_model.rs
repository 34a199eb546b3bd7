//! The target of a `belongs_to` is written as an `Option`.
use orm::Model;

#[derive(Model)]
#[belongs_to(Option<User>)]
struct Task {
    id: i64,
    user_id: Option<i64>,
}
#[derive(Model)]
struct User {
    id: i64,
}

fn main() {}
