//! `create_x` of a row that points to another: its struct never shows a key that the database does not have.
use orm::prelude::*;
use orm::{ErrorKind, Result};

use crate::case::Test;
use crate::cases::support::{assert_clean, kind, polled};

crate::cases!["transactions": [
    cancelled_owner_create_is_all_or_nothing,
    create_that_fails_at_its_commit_leaves_the_struct,
    owner_create_that_fails_at_its_commit_leaves_the_struct,
]];

/// Enough to get through every one of the operations.
const POLLS: u32 = 40;

/// Its table is the test's own: nothing is said of a wrong team before the commit.
#[derive(Model, Debug, Clone, PartialEq)]
struct User {
    #[key]
    login: String,
    team_id: Option<i64>,
}

#[derive(Model, Debug, Clone, PartialEq)]
struct Robot {
    #[key]
    login: String,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[belongs_to(User, foreign_key = user_login)]
#[belongs_to(User | Robot, as = author)]
struct Task {
    id: i64,
    user_login: Option<String>,
    author_type: Option<String>,
    author_id: Option<String>,
}

const SCHEMA: Schema = schema![User, Robot, Task];

async fn prepare(db: &Db) -> Result<Task> {
    orm::sql("CREATE TABLE teams (id BIGINT PRIMARY KEY)").execute(db).await?;
    let users = "CREATE TABLE users (login VARCHAR(99) PRIMARY KEY, \
                 team_id BIGINT REFERENCES teams (id) DEFERRABLE INITIALLY DEFERRED)";
    orm::sql(users).execute(db).await?;
    SCHEMA.sync(db).await?;
    Task::build().insert(db).await
}

fn lost_user() -> impl orm::builder::Ready<User, Stored = User> {
    User::build().login("ada").team_id(99)
}

async fn create_that_fails_at_its_commit_leaves_the_struct(Test { db, .. }: Test) -> Result<()> {
    let mut task = prepare(&db).await?;
    let before = task.clone();
    assert_eq!(kind(task.create_user(&db, lost_user()).await), ErrorKind::ForeignKeyViolation);
    assert_eq!(task, before);
    assert_eq!(Task::get(&db, task.id).await?, before);
    assert_clean::<User>(&db, 0).await
}

async fn owner_create_that_fails_at_its_commit_leaves_the_struct(Test { db, .. }: Test) -> Result<()> {
    let mut task = prepare(&db).await?;
    let before = task.clone();
    assert_eq!(kind(task.create_author(&db, lost_user()).await), ErrorKind::ForeignKeyViolation);
    assert_eq!(task, before);
    assert_eq!(Task::get(&db, task.id).await?, before);
    assert_clean::<User>(&db, 0).await
}

async fn cancelled_owner_create_is_all_or_nothing(Test { db, .. }: Test) -> Result<()> {
    prepare(&db).await?;
    let mut done = 0;
    for polls in 0..POLLS {
        let mut task = Task::build().insert(&db).await?;
        let create = task.create_author(&db, Robot::build().login(format!("robot {polls}")));
        done += u32::from(polled(polls, create).await.transpose()?.is_some());
        // A write waits for what is still being undone.
        Task::build().insert(&db).await?;
        let stored = Task::get(&db, task.id).await?;
        assert!(task.author_id.is_none() || task == stored, "{task:?}, but {stored:?} is stored");
        assert_eq!(stored.author_id.is_some(), stored.author_type.is_some());
        let robots = Robot::query().filter(Robot::LOGIN.eq(format!("robot {polls}"))).count(&db).await?;
        assert_eq!(robots, u64::from(stored.author_id.is_some()), "a robot without its task is half of it");
    }
    assert!(done > 0, "{POLLS} polls were never enough");
    Ok(())
}
