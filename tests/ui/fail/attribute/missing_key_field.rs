//! The field of the foreign key is missing.
use orm::Model;

#[derive(Model)]
#[belongs_to(User, as = owner)]
struct Task {
    id: i64,
    title: String,
}

#[derive(Model)]
struct User {
    id: i64,
}

fn main() {}
