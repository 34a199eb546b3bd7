//! The two sides name different junctions.
use orm::prelude::*;

#[derive(Model)]
#[belongs_to_many(User, through = "project_users")]
struct Project {
    id: i64,
}

#[derive(Model)]
#[belongs_to_many(Project, through = "user_projects")]
struct User {
    id: i64,
}

fn main() {}
