//! The scope of a junction names a column that is not there.
use orm::prelude::*;

#[derive(Model)]
#[belongs_to_many(User, as = leads, through = Membership, through_scope(rolle = "lead"))]
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
    role: String,
}

fn main() {}
