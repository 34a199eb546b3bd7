//! What `find` gives is taken for a row.
use orm::prelude::*;

#[derive(Model, Debug, Clone, PartialEq)]
#[has_many(Task)]
#[belongs_to(User, as = owner)]
#[belongs_to_many(User, as = members, through = Membership)]
struct Project {
    id: i64,
    name: String,
    owner_id: Option<i64>,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[belongs_to(Project)]
#[belongs_to(User, as = assignee)]
struct Task {
    id: i64,
    title: String,
    hours: i32,
    #[column(default = false)]
    done: bool,
    project_id: i64,
    assignee_id: Option<i64>,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[has_many(Project, as = owned_projects, foreign_key = owner_id)]
#[has_one(Profile)]
struct User {
    id: i64,
    #[column(unique)]
    name: String,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[belongs_to(User)]
struct Profile {
    id: i64,
    text: Option<String>,
    user_id: i64,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[belongs_to(Project)]
#[belongs_to(User)]
struct Membership {
    #[key]
    project_id: i64,
    #[key]
    user_id: i64,
    role: String,
}

async fn run(db: &Db) -> orm::Result<()> {
    let title = Task::find(db, 1).await?.title;
    Ok(())
}

fn main() {}
