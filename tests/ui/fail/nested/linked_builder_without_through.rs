//! A new row is linked without a value that the junction requires.
use orm::prelude::*;

#[derive(Model)]
#[belongs_to_many(User, as = members, through = Membership)]
#[has_many(Task)]
struct Project {
    id: i64,
}

#[derive(Model)]
struct User {
    id: i64,
    name: String,
}

#[derive(Model)]
#[belongs_to(Project)]
struct Task {
    id: i64,
    project_id: Option<i64>,
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

fn run() {
    let _ = Project::build().members([User::build().name("Ada")]);
}

fn main() {}
