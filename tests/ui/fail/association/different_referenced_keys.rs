//! The two sides point to different columns.
use orm::prelude::*;

#[derive(Model)]
#[has_many(Task, foreign_key = project_code, source_key = code)]
struct Project {
    id: i64,
    #[column(unique)]
    code: i64,
}

#[derive(Model)]
#[belongs_to(Project, foreign_key = project_code)]
struct Task {
    id: i64,
    project_code: i64,
}

fn main() {}
