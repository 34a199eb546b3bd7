//! `through` of a `has_many`.
use orm::Model;

#[derive(Model)]
#[has_many(Task, through = Membership)]
struct Project {
    id: i64,
}

#[derive(Model)]
struct Task {
    id: i64,
    project_id: i64,
}

fn main() {}
