//! The alias stands before the model.
use orm::Model;

#[derive(Model)]
#[belongs_to(as = owner, User)]
struct Task {
    id: i64,
    owner_id: i64,
}
#[derive(Model)]
struct User {
    id: i64,
}

fn main() {}
