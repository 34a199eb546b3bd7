//! The two sides name the junction's keys crosswise.
use orm::prelude::*;

#[derive(Model)]
#[belongs_to_many(User, through = "project_users", foreign_key = project_id, other_key = member_id)]
struct Project {
    id: i64,
}

#[derive(Model)]
#[belongs_to_many(Project, through = "project_users", foreign_key = project_id, other_key = member_id)]
struct User {
    id: i64,
}

fn main() {}
