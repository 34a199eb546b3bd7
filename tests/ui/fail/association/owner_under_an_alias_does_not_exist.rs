//! The owner of an association with a name does not exist.
use orm::Model;

#[derive(Model)]
#[belongs_to(Usr, as = owner)]
struct Task {
    id: i64,
    owner_id: i64,
}
#[derive(Model)]
struct User {
    id: i64,
}

fn main() {}
