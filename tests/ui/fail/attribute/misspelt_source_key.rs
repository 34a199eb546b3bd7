//! The key that the other model points to is misspelt.
use orm::Model;

#[derive(Model)]
#[has_many(Task, source_key = nmae, foreign_key = project_name)]
struct Project {
    id: i64,
    #[column(unique)]
    name: String,
}

#[derive(Model)]
struct Task {
    id: i64,
    project_name: String,
}

fn main() {}
