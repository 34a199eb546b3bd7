//! A model whose derive is missing is loaded.
use orm::prelude::*;

#[derive(Model)]
#[has_many(Task)]
struct Project {
    id: i64,
}
struct Task {
    id: i64,
    project_id: i64,
}
async fn run(db: &Db, project: Project) -> orm::Result<()> {
    let tasks = project.get_tasks(db).await?;
    for task in &tasks {
        println!("{}", task.id);
    }
    Ok(())
}

fn main() {}
