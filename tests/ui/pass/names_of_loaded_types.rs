#![deny(warnings, missing_docs)]
//! Loaded rows in the signatures, fields and aliases of a program.
use orm::prelude::*;

/// A model with many associations.
#[derive(Model, Debug, Clone, PartialEq)]
#[has_many(Task)]
#[belongs_to(User, as = owner)]
#[belongs_to_many(User, as = members, through = Membership)]
pub struct Project {
    /// The key.
    pub id: i64,
    /// A text.
    pub name: String,
    /// The key of the owner.
    pub owner_id: Option<i64>,
}

/// A model in the middle.
#[derive(Model, Debug, Clone, PartialEq)]
#[belongs_to(Project)]
#[belongs_to(User, as = assignee)]
pub struct Task {
    /// The key.
    pub id: i64,
    /// The key of the project.
    pub project_id: i64,
    /// The key of who does it.
    pub assignee_id: Option<i64>,
}

/// A model at the end.
#[derive(Model, Debug, Clone, PartialEq)]
#[has_many(Project, as = owned_projects, foreign_key = owner_id)]
#[has_many(Task, as = tasks, foreign_key = assignee_id)]
pub struct User {
    /// The key.
    pub id: i64,
    /// A text.
    pub name: String,
}

/// A junction.
#[derive(Model, Debug, Clone, PartialEq)]
#[belongs_to(Project)]
#[belongs_to(User)]
pub struct Membership {
    /// One side.
    #[key]
    pub project_id: i64,
    /// The other side.
    #[key]
    pub user_id: i64,
}

/// A row with all that a page shows: what is deep has a name, as clippy asks for.
pub type Shown = orm::Loaded![Project { tasks { assignee }, owner, members { tasks } }];

/// What a page holds.
#[derive(Debug, Clone)]
pub struct Page {
    /// By the macro.
    pub projects: Vec<orm::Loaded![Project { tasks, owner, members }]>,
    /// One level deeper.
    pub with_assignees: Vec<orm::Loaded![Project { tasks { assignee } }]>,
    /// By hand.
    pub by_hand: Vec<ProjectWith<Vec<Task>, Option<User>, Vec<User>>>,
    /// In a map.
    pub by_name: std::collections::HashMap<String, Option<Box<Shown>>>,
}

/// Takes what an include gives.
#[must_use]
pub fn names(project: &Shown) -> Vec<&str> {
    project.tasks.iter().filter_map(|task| task.assignee.as_ref()).map(|user| user.name.as_str()).collect()
}

/// Gives what an include gives.
///
/// # Errors
///
/// If the database is gone.
pub async fn load(
    db: &Db,
) -> orm::Result<Vec<orm::Loaded![Project { tasks { assignee }, owner, members { tasks } }]>> {
    Project::query()
        .include(Project::TASKS.include(Task::ASSIGNEE))
        .include(Project::OWNER)
        .include(Project::MEMBERS.include(User::TASKS))
        .all(db)
        .await
}

/// Gives rows by hand.
///
/// # Errors
///
/// If the database is gone.
pub async fn load_by_hand(
    db: &Db,
) -> orm::Result<Vec<(ProjectWith<Vec<TaskWith<Project, Option<User>>>>, u64)>> {
    let tasks = Project::TASKS.include(Task::PROJECT).include(Task::ASSIGNEE);
    let rows = Project::query().include(tasks).all(db).await?;
    Ok(rows.into_iter().zip(1..).collect())
}

fn main() {}
