//! The fixture `project_task`.
use orm::prelude::*;
use orm::schema::Schema;
use orm::{Result, schema};

use crate::cases::support::rows;

#[derive(Model, Debug, Clone, PartialEq)]
#[has_many(Task)]
pub(crate) struct Project {
    pub(crate) id: i64,
    pub(crate) name: String,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[belongs_to(Project)]
pub(crate) struct Task {
    pub(crate) id: i64,
    pub(crate) title: String,
    pub(crate) difficulty: Option<i32>,
    pub(crate) project_id: Option<i64>,
}

const SCHEMA: Schema = schema![Project, Task];

pub(crate) struct Board {
    pub(crate) p1: Project,
    pub(crate) p2: Project,
    pub(crate) t1: Task,
    pub(crate) t2: Task,
    pub(crate) t3: Task,
    pub(crate) t4: Task,
}

pub(crate) async fn board(db: &Db) -> Result<Board> {
    SCHEMA.sync(db).await?;
    let p1 = Project::build().name("p1").insert(db).await?;
    let p2 = Project::build().name("p2").insert(db).await?;
    let t1 = Task::build().title("t1").difficulty(1).insert(db).await?;
    let t2 = Task::build().title("t2").difficulty(5).insert(db).await?;
    let t3 = Task::build().title("t3").difficulty(9).insert(db).await?;
    let t4 = Task::build().title("t4").difficulty(3).insert(db).await?;
    assert_eq!((p1.id, p2.id), (1, 2));
    assert_eq!([t1.id, t2.id, t3.id, t4.id], [1, 2, 3, 4]);
    Ok(Board { p1, p2, t1, t2, t3, t4 })
}

/// The keys of the tasks, sorted.
pub(crate) fn ids(tasks: &[Task]) -> Vec<i64> {
    crate::cases::support::sorted(tasks.iter().map(|task| task.id).collect())
}

/// Checks the projects of all tasks; titles and difficulties must be as they were created.
#[track_caller]
fn check(tasks: &[Task], projects: [Option<i64>; 4]) {
    let created = [("t1", 1), ("t2", 5), ("t3", 9), ("t4", 3)];
    let expected =
        (1..).zip(created.into_iter().zip(projects)).map(|(id, ((title, difficulty), project_id))| Task {
            id,
            title: title.to_owned(),
            difficulty: Some(difficulty),
            project_id,
        });
    assert_eq!(tasks, expected.collect::<Vec<_>>());
}

/// The final rows of the scenarios: nothing but the tasks' projects may have changed.
pub(crate) async fn assert_owners(db: &Db, projects: [Option<i64>; 4]) -> Result<()> {
    check(&rows(db, Task::ID.asc()).await?, projects);
    let stored: Vec<Project> = rows(db, Project::ID.asc()).await?;
    assert_eq!(stored.iter().map(|project| project.name.as_str()).collect::<Vec<_>>(), ["p1", "p2"]);
    Ok(())
}
