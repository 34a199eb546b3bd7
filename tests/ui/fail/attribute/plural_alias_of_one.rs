//! An association to one row is named in the plural.
use orm::Model;

#[derive(Model)]
#[belongs_to(User, as = owners)]
struct Task {
    id: i64,
    owners_id: i64,
}

#[derive(Model)]
struct User {
    id: i64,
}

fn main() {}
