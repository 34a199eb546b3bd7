//! An association is declared on a field.
use orm::Model;

#[derive(Model)]
struct Task {
    id: i64,
    #[belongs_to(User)]
    user_id: i64,
}

#[derive(Model)]
struct User {
    id: i64,
}

fn main() {}
