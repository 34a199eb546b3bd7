//! A row that is not stored yet is linked.
use orm::prelude::*;

#[derive(Model)]
#[belongs_to_many(Project, through = "user_projects")]
struct User {
    id: i64,
    name: String,
}

#[derive(Model)]
struct Project {
    id: i64,
}

async fn link(db: &Db, project: &Project) -> orm::Result<()> {
    let user = User::build().name("x");
    user.add_project(db, project).await
}

fn main() {}
