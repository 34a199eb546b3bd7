//! Savepoints: transactions inside of one, and accessors that open them by themselves.
use std::future::Future;

use orm::prelude::*;
use orm::schema::Schema;
use orm::{Error, ErrorKind, Result, schema};

use crate::case::Test;
use crate::cases::support::{assert_clean, kind};

crate::cases!["transactions": [
    dropped_savepoint_is_undone_before_the_outer_goes_on,
    failed_accessor_leaves_its_transaction_usable,
    inner_commit_is_undone_by_the_outer_rollback,
    inner_error_is_undone_and_the_outer_goes_on,
    inner_error_that_is_passed_on_undoes_everything,
    outer_statement_waits_for_the_savepoint,
    savepoints_nest_three_deep,
    set_undoes_its_first_half,
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

async fn names(db: &impl Executor) -> Result<Vec<String>> {
    User::query().order_by(User::NAME.asc()).select(User::NAME).all(db).await
}

async fn add(db: &impl Executor, name: &str) -> Result<User> {
    User::build().name(name).insert(db).await
}

fn given_up() -> Error {
    Error::new(ErrorKind::InvalidInput, "given up")
}

async fn inner_error_is_undone_and_the_outer_goes_on(Test { db, .. }: Test) -> Result<()> {
    SCHEMA.sync(&db).await?;
    db.transaction(async |tx| {
        add(tx, "a").await?;
        let inner: Result<()> = tx
            .transaction(async |tx| {
                add(tx, "b").await?;
                Err(given_up())
            })
            .await;
        assert_eq!(kind(inner), ErrorKind::InvalidInput);
        add(tx, "c").await?;
        Ok(())
    })
    .await?;
    assert_eq!(names(&db).await?, ["a", "c"]);
    assert_clean::<User>(&db, 2).await
}

async fn inner_error_that_is_passed_on_undoes_everything(Test { db, .. }: Test) -> Result<()> {
    SCHEMA.sync(&db).await?;
    let result: Result<()> = db
        .transaction(async |tx| {
            add(tx, "a").await?;
            tx.transaction(async |tx| {
                add(tx, "b").await?;
                Err(given_up())
            })
            .await
        })
        .await;
    assert_eq!(kind(result), ErrorKind::InvalidInput);
    assert_clean::<User>(&db, 0).await
}

async fn inner_commit_is_undone_by_the_outer_rollback(Test { db, .. }: Test) -> Result<()> {
    SCHEMA.sync(&db).await?;
    let outer = db.begin().await?;
    let inner = outer.begin().await?;
    add(&inner, "a").await?;
    inner.commit().await?;
    assert_eq!(names(&outer).await?, ["a"]);
    outer.rollback().await?;
    assert_clean::<User>(&db, 0).await
}

async fn savepoints_nest_three_deep(Test { db, .. }: Test) -> Result<()> {
    SCHEMA.sync(&db).await?;
    let first = db.begin().await?;
    add(&first, "1").await?;
    let second = first.begin().await?;
    add(&second, "2").await?;
    let third = second.begin().await?;
    add(&third, "3").await?;
    third.rollback().await?;
    let third = second.begin().await?;
    add(&third, "4").await?;
    third.commit().await?;
    assert_eq!(names(&second).await?, ["1", "2", "4"]);
    second.commit().await?;
    let second = first.begin().await?;
    add(&second, "5").await?;
    second.rollback().await?;
    first.commit().await?;
    assert_eq!(names(&db).await?, ["1", "2", "4"]);
    assert_clean::<User>(&db, 3).await
}

async fn dropped_savepoint_is_undone_before_the_outer_goes_on(Test { db, .. }: Test) -> Result<()> {
    SCHEMA.sync(&db).await?;
    let outer = db.begin().await?;
    let inner = outer.begin().await?;
    add(&inner, "a").await?;
    drop(inner);
    add(&outer, "b").await?;
    outer.commit().await?;
    assert_eq!(names(&db).await?, ["b"]);
    assert_clean::<User>(&db, 1).await
}

async fn outer_statement_waits_for_the_savepoint(Test { db, .. }: Test) -> Result<()> {
    SCHEMA.sync(&db).await?;
    let outer = db.begin().await?;
    let inner = outer.begin().await?;
    let mut waiting = Box::pin(add(&outer, "outer"));
    let pending =
        std::future::poll_fn(|context| std::task::Poll::Ready(waiting.as_mut().poll(context).is_pending()));
    assert!(pending.await);
    add(&inner, "inner").await?;
    inner.rollback().await?;
    waiting.await?;
    outer.commit().await?;
    assert_eq!(names(&db).await?, ["outer"]);
    assert_clean::<User>(&db, 1).await
}

async fn set_undoes_its_first_half(Test { db, .. }: Test) -> Result<()> {
    SCHEMA.sync(&db).await?;
    let user = add(&db, "u").await?;
    let mine = user.create_task(&db, Task::build().title("mine")).await?;
    let mut other = Task::build().title("other").insert(&db).await?;
    let missing = Task { id: 99, ..other.clone() };
    assert_eq!(kind(user.set_tasks(&db, [&other, &missing]).await), ErrorKind::NotFound);
    assert_eq!(kind(user.add_tasks(&db, [&other, &missing]).await), ErrorKind::NotFound);
    assert_eq!(user.get_tasks(&db).await?, [mine]);
    let mut missing = missing;
    assert_eq!(kind(user.add_tasks(&db, [&mut other, &mut missing]).await), ErrorKind::NotFound);
    assert_eq!((other.user_id, missing.user_id), (None, None), "structs follow the database only");
    assert_clean::<Task>(&db, 2).await
}

async fn failed_accessor_leaves_its_transaction_usable(Test { db, .. }: Test) -> Result<()> {
    SCHEMA.sync(&db).await?;
    let user = add(&db, "u").await?;
    let mine = user.create_task(&db, Task::build().title("mine")).await?;
    let other = Task::build().title("other").insert(&db).await?;
    db.transaction(async |tx| {
        add(tx, "before").await?;
        assert_eq!(kind(user.set_tasks(tx, [other.id, 99]).await), ErrorKind::NotFound);
        assert_eq!(user.get_tasks(tx).await?, [mine]);
        user.add_task(tx, &other).await
    })
    .await?;
    assert_eq!(user.count_tasks(&db).await?, 2);
    assert_eq!(names(&db).await?, ["before", "u"]);
    Ok(())
}
