//! The junction points to one side in two ways.
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
#[belongs_to(User, as = member)]
#[belongs_to(User, as = inviter)]
struct Membership {
    id: i64,
    project_id: i64,
    member_id: i64,
    inviter_id: i64,
}

fn main() {}
