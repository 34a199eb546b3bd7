//! The oracle's group `transactions`.
use orm::prelude::*;
use orm::schema::Schema;
use orm::{ErrorKind, Result, schema};

use crate::case::Test;
use crate::cases::support::{kind, rows};

crate::cases!["transactions": [
    belongs_to_set_create,
    error_inside,
    forgotten_option,
    has_many_set_commit,
    has_many_set_rollback,
]];

#[derive(Model, Debug, Clone, PartialEq)]
#[has_many(Task)]
struct User {
    id: i64,
    name: String,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[belongs_to(User)]
struct Task {
    id: i64,
    title: String,
    user_id: Option<i64>,
}

const SCHEMA: Schema = schema![User, Task];

async fn begin(db: &Db) -> Result<(User, Task)> {
    SCHEMA.sync(db).await?;
    let user = User::build().name("u").insert(db).await?;
    Ok((user, Task::build().title("t").insert(db).await?))
}

async fn owners(db: &Db) -> Result<Vec<Option<i64>>> {
    Task::query().order_by(Task::ID.asc()).select(Task::USER_ID).all(db).await
}

/// What a transaction wrote into a struct stays there when it is rolled back; a failed statement writes nothing.
async fn belongs_to_set_create(Test { db, backend }: Test) -> Result<()> {
    let (user, mut task) = begin(&db).await?;
    let tx = db.begin().await?;
    task.set_user(&tx, &user).await?;
    if backend.reads_beside_writer() {
        assert_eq!(owners(&db).await?, [None]);
    }
    tx.rollback().await?;
    assert_eq!(owners(&db).await?, [None]);
    task.reload(&db).await?;
    assert_eq!(task.user_id, None);
    let tx = db.begin().await?;
    let new = task.create_user(&tx, User::build().name("new")).await?;
    tx.commit().await?;
    assert_eq!(new, User { id: 2, name: "new".into() });
    assert_eq!(task, Task { id: 1, title: "t".into(), user_id: Some(2) });
    assert_eq!(rows(&db, Task::ID.asc()).await?, [task]);
    assert_eq!(rows(&db, User::ID.asc()).await?, [user, new]);
    Ok(())
}

/// Whether the transaction can go on after an error is the database's rule; rolling it back works anywhere.
async fn error_inside(Test { db, .. }: Test) -> Result<()> {
    let (_, mut task) = begin(&db).await?;
    let tx = db.begin().await?;
    assert_eq!(kind(task.set_user(&tx, 999).await), ErrorKind::ForeignKeyViolation);
    let _ = Task::build().title("after error").insert(&tx).await;
    tx.rollback().await?;
    assert_eq!(task.user_id, None);
    assert_eq!(rows(&db, Task::ID.asc()).await?, [task]);
    Ok(())
}

/// A write that is given the `Db` is no part of the transaction. Here the transaction only reads until then, because a
/// database may have but one writer; where one that reads keeps the writer out, it is told so, and nothing is written.
async fn forgotten_option(Test { backend, .. }: Test) -> Result<()> {
    let (db, _keeper) = backend.create_with("busy_timeout=50").await?;
    let (user, task) = begin(&db).await?;
    let tx = db.begin_with(orm::TransactionOptions::new().read_only()).await?;
    assert_eq!(user.count_tasks(&tx).await?, 0);
    let outside = user.set_tasks(&db, [&task]).await;
    tx.rollback().await?;
    if !backend.reads_beside_writer() {
        let error = outside.unwrap_err();
        assert_eq!(error.kind(), orm::ErrorKind::Busy);
        assert!(error.to_string().contains("busy_timeout"), "{error}");
        assert_eq!(user.get_tasks(&db).await?, []);
        return user.set_tasks(&db, [&task]).await;
    }
    outside?;
    assert_eq!(user.get_tasks(&db).await?, [Task { user_id: Some(1), ..task }]);
    Ok(())
}

async fn has_many_set_commit(Test { db, .. }: Test) -> Result<()> {
    let (user, task) = begin(&db).await?;
    let tx = db.begin().await?;
    user.set_tasks(&tx, [&task]).await?;
    tx.commit().await?;
    assert_eq!(user.get_tasks(&db).await?, [Task { user_id: Some(1), ..task }]);
    Ok(())
}

async fn has_many_set_rollback(Test { db, backend }: Test) -> Result<()> {
    let (user, task) = begin(&db).await?;
    let tx = db.begin().await?;
    user.set_tasks(&tx, [&task]).await?;
    assert_eq!(user.count_tasks(&tx).await?, 1);
    assert!(user.has_tasks(&tx, [&task]).await?);
    if backend.reads_beside_writer() {
        assert_eq!(user.count_tasks(&db).await?, 0);
        assert!(!user.has_tasks(&db, [&task]).await?);
    }
    tx.rollback().await?;
    assert_eq!(user.get_tasks(&db).await?, []);
    assert_eq!(rows(&db, Task::ID.asc()).await?, [task]);
    Ok(())
}
