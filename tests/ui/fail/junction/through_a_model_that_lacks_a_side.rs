//! The junction does not belong to one of the two.
use orm::prelude::*;

#[derive(Model)]
#[belongs_to_many(User, as = members, through = Membership)]
struct Project {
    id: i64,
}

#[derive(Model)]
struct User {
    id: i64,
}

#[derive(Model)]
#[belongs_to(Project)]
struct Membership {
    #[key]
    project_id: i64,
    #[key]
    user_id: i64,
}

fn main() {}
