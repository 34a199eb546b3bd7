//! Two associations have one name.
use orm::Model;

#[derive(Model)]
#[belongs_to(User, as = owner)]
#[belongs_to(User, as = owner, foreign_key = author_id)]
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
