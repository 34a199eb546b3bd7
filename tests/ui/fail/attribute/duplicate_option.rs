//! An option is given twice.
use orm::Model;

#[derive(Model)]
#[belongs_to(User, as = owner, as = author)]
struct Task {
    id: i64,
    owner_id: i64,
    author_id: i64,
}

#[derive(Model)]
struct User {
    id: i64,
}

fn main() {}
