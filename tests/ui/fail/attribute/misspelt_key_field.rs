//! The field of the foreign key is misspelt.
use orm::Model;

#[derive(Model)]
#[belongs_to(User, as = owner)]
struct Task {
    id: i64,
    ownr_id: i64,
}

#[derive(Model)]
struct User {
    id: i64,
}

fn main() {}
