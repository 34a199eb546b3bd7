//! An accessor whose trait is not in scope.
mod models {
    use orm::prelude::*;

    #[derive(Model)]
    #[has_many(Task)]
    pub struct Project {
        pub id: i64,
    }

    #[derive(Model)]
    #[belongs_to(Project)]
    pub struct Task {
        pub id: i64,
        pub project_id: i64,
    }
}

use models::Project;
use orm::Db;

async fn run(db: &Db, project: Project) -> orm::Result<()> {
    project.get_tasks(db).await?;
    Ok(())
}

fn main() {}
