//! The alias is a path.
use orm::Model;

#[derive(Model)]
#[belongs_to(User, as = users::owner)]
struct Task {
    id: i64,
    owner_id: i64,
}
#[derive(Model)]
struct User {
    id: i64,
}

fn main() {}
