//! Links may be there twice, though they are the junction's key.
use orm::prelude::*;

#[derive(Model)]
#[belongs_to_many(User, as = members, through = Membership, unique = false)]
struct Project {
    id: i64,
}

#[derive(Model)]
struct User {
    id: i64,
}

#[derive(Model)]
#[belongs_to(Project)]
#[belongs_to(User)]
struct Membership {
    #[key]
    project_id: i64,
    #[key]
    user_id: i64,
}

fn main() {}
