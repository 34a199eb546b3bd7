//! Links are filtered by a column of another model than the junction.
use orm::prelude::*;

#[derive(Model)]
#[belongs_to_many(User, as = members, through = Membership)]
#[has_many(Task)]
struct Project {
    id: i64,
}

#[derive(Model)]
struct User {
    id: i64,
}

#[derive(Model)]
#[belongs_to(Project)]
struct Task {
    id: i64,
    project_id: Option<i64>,
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

async fn run(db: Db, project: Project, user: User, task: Task) -> orm::Result<()> {
    project.get_members(&db).filter_through(Task::ID.eq(1)).await?;
    Ok(())
}

fn main() {}
