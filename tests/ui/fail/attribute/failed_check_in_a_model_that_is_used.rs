//! A model that is used has an association whose key is missing.
use orm::Model;

#[derive(Model)]
#[has_many(Task)]
pub struct Project {
    pub id: i64,
}

#[derive(Model)]
pub struct Task {
    pub id: i64,
    pub title: String,
    pub projet_id: i64,
}

async fn use_all(db: &orm::Db, project: &Project, task: &Task) -> orm::Result<()> {
    project.add_task(db, task).await?;
    let _ = project.get_tasks(db).filter(Task::TITLE.eq("Design")).await?;
    let _ = Project::TASKS.any(Task::ID.gt(1));
    let _ = Project::query().include(Project::TASKS).all(db).await?;
    Ok(())
}

fn main() {}
