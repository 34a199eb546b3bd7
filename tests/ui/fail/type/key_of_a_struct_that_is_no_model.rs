//! A typed key of a struct that is no model.
use orm::prelude::*;

#[derive(Model)]
struct Task {
    id: i64,
    project_id: Id<Project>,
}

struct Project;

fn main() {}
