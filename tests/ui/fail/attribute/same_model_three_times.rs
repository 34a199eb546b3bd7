//! Three associations lead to one model without names.
use orm::Model;

#[derive(Model)]
#[belongs_to(User)]
#[belongs_to(User)]
#[belongs_to(User)]
struct Task {
    id: i64,
    user_id: i64,
}
#[derive(Model)]
struct User {
    id: i64,
}

fn main() {}
