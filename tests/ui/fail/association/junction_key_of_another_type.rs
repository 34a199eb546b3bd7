//! A key of the junction has another type.
use orm::prelude::*;

#[derive(Model)]
#[belongs_to_many(User, through = Membership)]
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
    user_id: String,
}

fn main() {}
