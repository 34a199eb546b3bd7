//! A value of another type than the column has.
use orm::prelude::*;

#[derive(Model)]
#[has_many(Task)]
#[belongs_to(User, as = owner)]
#[belongs_to_many(User, as = members, through = Membership)]
struct Project {
    id: i64,
    name: String,
    owner_id: Option<i64>,
}

#[derive(Model)]
#[belongs_to(Project)]
struct Task {
    id: i64,
    title: String,
    hours: i32,
    #[column(default = false)]
    done: bool,
    project_id: i64,
}

#[derive(Model)]
#[has_many(Project, as = owned_projects, foreign_key = owner_id)]
struct User {
    id: i64,
    name: String,
}

#[derive(Model)]
#[belongs_to(Project)]
#[belongs_to(User)]
struct Membership {
    #[key]
    project_id: i64,
    #[key]
    user_id: i64,
    role: String,
}

async fn run(db: &Db, project: &Project, task: &Task, user: &User) -> orm::Result<()> {
    Task::build().title("x").hours("two").project(project).insert(db).await?;
    Ok(())
}

fn main() {}
