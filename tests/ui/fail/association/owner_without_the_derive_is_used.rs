//! An owner whose derive is missing is loaded.
use orm::prelude::*;

#[derive(Model)]
#[belongs_to(Project)]
struct Task {
    id: i64,
    project_id: i64,
}
struct Project {
    id: i64,
}
async fn run(db: &Db, task: Task) -> orm::Result<()> {
    println!("{}", task.get_project(db).await?.id);
    Ok(())
}

fn main() {}
