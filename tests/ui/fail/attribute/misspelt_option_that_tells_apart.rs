//! An option is misspelt that would tell two associations apart.
use orm::Model;

#[derive(Model)]
#[belongs_to(User)]
#[belongs_to(User, sa = author)]
struct Task {
    id: i64,
    user_id: i64,
    author_id: i64,
}
#[derive(Model)]
struct User {
    id: i64,
}

fn main() {}
