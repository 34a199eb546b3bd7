//! The table of a junction has no name.
use orm::Model;

#[derive(Model)]
#[belongs_to_many(User, as = members, through = "")]
struct Project {
    id: i64,
}
#[derive(Model)]
struct User {
    id: i64,
}

fn main() {}
