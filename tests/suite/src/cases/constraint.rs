//! Which association a refused write concerns.
use orm::prelude::*;
use orm::{ErrorKind, Result};

use crate::case::Test;

crate::cases!["constraint": [
    names_the_key_that_points_to_nothing,
    names_the_key_after_an_update,
    names_the_association_that_holds_a_row,
    names_the_columns_that_must_be_unique,
]];

#[derive(Model, Debug, Clone)]
#[has_many(Task)]
struct Project {
    id: i64,
    #[column(unique)]
    name: String,
}

#[derive(Model, Debug, Clone)]
#[has_many(Task, as = duties, foreign_key = assignee_id)]
struct User {
    id: i64,
}

#[derive(Model, Debug, Clone)]
#[belongs_to(Project)]
#[belongs_to(User, as = assignee)]
struct Task {
    id: i64,
    project_id: i64,
    assignee_id: Option<i64>,
}

const SCHEMA: Schema = schema![Project, User, Task];

fn association(error: &orm::Error) -> Option<&str> {
    error.constraint().and_then(|constraint| constraint.association.as_deref())
}

async fn names_the_key_that_points_to_nothing(Test { db, .. }: Test) -> Result<()> {
    SCHEMA.sync(&db).await?;
    let project = Project::build().name("Apollo").insert(&db).await?;
    let error = Task::build().project(&project).assignee(7).insert(&db).await.unwrap_err();
    assert_eq!((error.kind(), association(&error)), (ErrorKind::ForeignKeyViolation, Some("Task.assignee")));
    let rows = [Task::build().project(&project), Task::build().project_id(99)];
    let error = Task::insert_all(&db, rows).await.unwrap_err();
    assert_eq!(association(&error), Some("Task.project"));
    assert!(error.to_string().contains("no `Project` with this `project_id`"), "{error}");
    assert_eq!(Task::query().count(&db).await?, 0);
    Ok(())
}

async fn names_the_key_after_an_update(Test { db, .. }: Test) -> Result<()> {
    SCHEMA.sync(&db).await?;
    let project = Project::build().name("Apollo").insert(&db).await?;
    let mut task = Task::build().project(&project).insert(&db).await?;
    let error = task.set_assignee(&db, 7).await.unwrap_err();
    assert_eq!(association(&error), Some("Task.assignee"));
    assert_eq!(task.assignee_id, None);
    task.project_id = 8;
    assert_eq!(association(&task.save(&db).await.unwrap_err()), Some("Task.project"));
    Ok(())
}

async fn names_the_association_that_holds_a_row(Test { db, .. }: Test) -> Result<()> {
    SCHEMA.sync(&db).await?;
    let project = Project::build().name("Apollo").insert(&db).await?;
    project.create_task(&db, Task::build()).await?;
    let error = project.clone().delete(&db).await.unwrap_err();
    assert_eq!((error.kind(), association(&error)), (ErrorKind::ForeignKeyViolation, Some("Project.tasks")));
    assert_eq!(project.count_tasks(&db).await?, 1);
    Ok(())
}

async fn names_the_columns_that_must_be_unique(Test { db, .. }: Test) -> Result<()> {
    SCHEMA.sync(&db).await?;
    Project::build().name("Apollo").insert(&db).await?;
    let error = Project::build().name("Apollo").insert(&db).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::UniqueViolation);
    assert!(error.to_string().contains("`Project`") && error.to_string().contains("`name`"), "{error}");
    Ok(())
}
