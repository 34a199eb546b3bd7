//! A row is linked with the builder of another model than the junction.
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

fn run(user: User) {
    let _ = Project::build().members([(&user, Task::build())]);
}

fn main() {}
