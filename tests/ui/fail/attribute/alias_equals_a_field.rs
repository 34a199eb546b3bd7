//! An association is called like a field.
use orm::Model;

#[derive(Model)]
#[belongs_to(User, as = owner, foreign_key = owner)]
struct Task {
    id: i64,
    owner: i64,
}

#[derive(Model)]
struct User {
    id: i64,
}

fn main() {}
