//! The fixture `user_project_nm`: a junction that nobody sees.
use orm::prelude::*;
use orm::schema::Schema;
use orm::{Result, schema, sql};

use crate::cases::support::sorted;

#[derive(Model, Debug, Clone, PartialEq)]
#[belongs_to_many(Project, through = "user_projects")]
pub(crate) struct User {
    pub(crate) id: i64,
    pub(crate) name: String,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[belongs_to_many(User, through = "user_projects")]
pub(crate) struct Project {
    pub(crate) id: i64,
    pub(crate) name: String,
}

pub(crate) const SCHEMA: Schema = schema![User, Project];

pub(crate) struct Team {
    pub(crate) u1: User,
    pub(crate) u2: User,
    pub(crate) p1: Project,
    pub(crate) p2: Project,
    pub(crate) p3: Project,
}

pub(crate) async fn team(db: &Db) -> Result<Team> {
    SCHEMA.sync(db).await?;
    let u1 = User::build().name("u1").insert(db).await?;
    let u2 = User::build().name("u2").insert(db).await?;
    let p1 = Project::build().name("p1").insert(db).await?;
    let p2 = Project::build().name("p2").insert(db).await?;
    let p3 = Project::build().name("p3").insert(db).await?;
    Ok(Team { u1, u2, p1, p2, p3 })
}

/// The links that are stored: users and projects, by key.
pub(crate) async fn links(db: &Db) -> Result<Vec<(i64, i64)>> {
    sql("SELECT user_id, project_id FROM user_projects ORDER BY user_id, project_id").fetch_rows(db).await
}

pub(crate) fn ids(projects: &[Project]) -> Vec<i64> {
    sorted(projects.iter().map(|project| project.id).collect())
}
