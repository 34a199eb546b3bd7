//! Users, their projects, and the projects' tasks.
use orm::prelude::*;
use orm::schema::Schema;
use orm::{Result, schema};

#[derive(Model, Debug, Clone, PartialEq)]
#[has_many(Project, as = projects, foreign_key = owner_id)]
pub(crate) struct User {
    pub(crate) id: i64,
    pub(crate) name: String,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[belongs_to(User, as = owner)]
#[has_many(Task)]
pub(crate) struct Project {
    pub(crate) id: i64,
    pub(crate) name: String,
    pub(crate) owner_id: Option<i64>,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[belongs_to(Project)]
pub(crate) struct Task {
    pub(crate) id: i64,
    pub(crate) title: String,
    pub(crate) points: i64,
    pub(crate) done: bool,
    pub(crate) weight: Option<f64>,
    pub(crate) note: Option<String>,
    pub(crate) project_id: Option<i64>,
}

pub(crate) const SCHEMA: Schema = schema![User, Project, Task];

/// Six tasks: two of `apollo` (ada's), three of `gemini` (bob's), one of nobody; `mercury` has none and no owner.
pub(crate) async fn world(db: &Db) -> Result<()> {
    SCHEMA.sync(db).await?;
    User::insert_all(db, ["ada", "bob", "eve"].map(|name| User::build().name(name))).await?;
    let projects = [("apollo", Some(1)), ("gemini", Some(2)), ("mercury", None)];
    Project::insert_all(db, projects.map(|(name, owner)| Project::build().name(name).owner_id(owner)))
        .await?;
    let tasks = [
        ("alpha", 1, true, Some(0.5), None, Some(1)),
        ("beta", 2, false, Some(1.5), Some("later"), Some(1)),
        ("gamma", 3, false, None, None, Some(2)),
        ("delta", 5, true, Some(-2.0), Some("now"), Some(2)),
        ("epsilon", 8, true, None, Some(""), Some(2)),
        ("zeta", 13, false, Some(0.0), Some("later"), None),
    ];
    let builders = tasks.map(|(title, points, done, weight, note, project)| {
        let task = Task::build().title(title).points(points).done(done).weight(weight);
        task.note(note.map(str::to_owned)).project_id(project)
    });
    Task::insert_all(db, builders).await?;
    Ok(())
}

/// The keys of the tasks for which a predicate holds.
pub(crate) async fn tasks(db: &Db, filter: impl orm::query::Filter<Task>) -> Result<Vec<i64>> {
    Task::query().filter(filter).order_by(Task::ID.asc()).select(Task::ID).all(db).await
}

/// The keys of the projects for which a predicate holds.
pub(crate) async fn projects(db: &Db, filter: impl orm::query::Filter<Project>) -> Result<Vec<i64>> {
    Project::query().filter(filter).order_by(Project::ID.asc()).select(Project::ID).all(db).await
}

/// The keys of the users for which a predicate holds.
pub(crate) async fn users(db: &Db, filter: impl orm::query::Filter<User>) -> Result<Vec<i64>> {
    User::query().filter(filter).order_by(User::ID.asc()).select(User::ID).all(db).await
}

/// No keys, of their type: many types can be compared with the number in an empty list.
pub(crate) const NO_IDS: [i64; 0] = [];
