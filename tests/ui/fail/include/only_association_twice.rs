//! The only association of a model is included twice.
use orm::prelude::*;

#[derive(Model)]
#[has_many(Task)]
struct Project {
    id: i64,
}

#[derive(Model)]
#[belongs_to(Project)]
struct Task {
    id: i64,
    project_id: i64,
}

async fn projects(db: &Db) -> orm::Result<usize> {
    Ok(Project::query().include(Project::TASKS).include(Project::TASKS).all(db).await?.len())
}

fn main() {}
