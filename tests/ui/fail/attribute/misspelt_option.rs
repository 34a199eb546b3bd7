//! An option is misspelt.
use orm::Model;

#[derive(Model)]
#[has_many(Task, foriegn_key = owner_id)]
struct Project {
    id: i64,
}

#[derive(Model)]
struct Task {
    id: i64,
    project_id: i64,
}

fn main() {}
