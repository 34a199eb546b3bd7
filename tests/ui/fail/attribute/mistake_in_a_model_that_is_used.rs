//! A model that is used has a mistake in an attribute.
use orm::Model;

#[derive(Model)]
#[belongs_to(Project, on_delete = cascad)]
#[has_many(Comment)]
pub struct Task {
    pub id: i64,
    pub title: String,
    pub project_id: i64,
}

#[derive(Model)]
#[has_many(Task)]
pub struct Project {
    pub id: i64,
    pub name: String,
}

#[derive(Model)]
#[belongs_to(Task)]
pub struct Comment {
    pub id: i64,
    pub task_id: i64,
}

async fn use_all(db: &orm::Db, project: &Project, task: &mut Task) -> orm::Result<()> {
    let _ = Task::build().title("Design").project(project);
    project.create_task(db, Task::build().title("Design")).await?;
    task.set_project(db, project).await?;
    let _ = task.get_comments(db).filter(Comment::ID.gt(3)).await?;
    let _ = project.get_tasks(db).filter(Task::TITLE.eq("Design")).await?;
    Ok(())
}

fn main() {}
