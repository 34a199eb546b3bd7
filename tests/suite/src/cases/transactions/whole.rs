//! One transaction: what ends it, and who sees what it wrote.
use orm::prelude::*;
use orm::schema::Schema;
use orm::{Error, ErrorKind, Isolation, Result, TransactionOptions, schema};

use crate::case::Test;
use crate::cases::support::{assert_clean, kind};

crate::cases!["transactions": [
    accessors_see_writes_of_their_transaction,
    begin_commits,
    begin_rolls_back,
    closure_commits_and_gives_its_value,
    closure_rolls_back_after_a_failed_statement,
    closure_rolls_back_after_an_error_of_its_own,
    dropping_rolls_back,
    every_isolation_level_is_accepted,
    options_are_a_builder,
    panic_rolls_back,
    read_only_refuses_writes,
    statement_on_the_pool_runs_outside,
]];

#[derive(Model, Debug, Clone, PartialEq)]
#[has_many(Task)]
struct User {
    id: i64,
    #[column(unique)]
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

async fn begin_commits(Test { db, .. }: Test) -> Result<()> {
    SCHEMA.sync(&db).await?;
    let tx = db.begin().await?;
    User::build().name("a").insert(&tx).await?;
    tx.commit().await?;
    assert_eq!(names(&db).await?, ["a"]);
    assert_clean::<User>(&db, 1).await
}

async fn begin_rolls_back(Test { db, .. }: Test) -> Result<()> {
    SCHEMA.sync(&db).await?;
    let tx = db.begin().await?;
    User::build().name("a").insert(&tx).await?;
    assert_eq!(names(&tx).await?, ["a"]);
    tx.rollback().await?;
    assert_clean::<User>(&db, 0).await
}

async fn dropping_rolls_back(Test { db, .. }: Test) -> Result<()> {
    SCHEMA.sync(&db).await?;
    let tx = db.begin().await?;
    User::build().name("a").insert(&tx).await?;
    drop(tx);
    User::build().name("b").insert(&db).await?;
    assert_eq!(names(&db).await?, ["b"]);
    assert_clean::<User>(&db, 1).await
}

async fn closure_commits_and_gives_its_value(Test { db, .. }: Test) -> Result<()> {
    SCHEMA.sync(&db).await?;
    let name = String::from("borrowed");
    let user = db
        .transaction(async |tx| {
            let user = User::build().name(&name).insert(tx).await?;
            user.create_task(tx, Task::build().title("t")).await?;
            Ok(user)
        })
        .await?;
    assert_eq!(user.name, name);
    assert_eq!(user.count_tasks(&db).await?, 1);
    assert_clean::<Task>(&db, 1).await
}

async fn closure_rolls_back_after_a_failed_statement(Test { db, .. }: Test) -> Result<()> {
    SCHEMA.sync(&db).await?;
    let result = db
        .transaction(async |tx| {
            User::build().name("a").insert(tx).await?;
            User::build().name("a").insert(tx).await?;
            Ok(())
        })
        .await;
    assert_eq!(kind(result), ErrorKind::UniqueViolation);
    assert_clean::<User>(&db, 0).await
}

async fn closure_rolls_back_after_an_error_of_its_own(Test { db, .. }: Test) -> Result<()> {
    SCHEMA.sync(&db).await?;
    let result: Result<()> = db
        .transaction(async |tx| {
            User::build().name("a").insert(tx).await?;
            Err(Error::new(ErrorKind::InvalidInput, "changed my mind"))
        })
        .await;
    let error = result.unwrap_err();
    assert_eq!((error.kind(), error.to_string().as_str()), (ErrorKind::InvalidInput, "changed my mind"));
    assert_clean::<User>(&db, 0).await
}

async fn panic_rolls_back(Test { db, .. }: Test) -> Result<()> {
    SCHEMA.sync(&db).await?;
    let inner = db.clone();
    let task = tokio::spawn(async move {
        inner
            .transaction(async |tx| -> Result<()> {
                User::build().name("a").insert(tx).await?;
                // Not `panic!`, whose hook would write to the test's output.
                std::panic::resume_unwind(Box::new("given up"))
            })
            .await
    });
    assert!(task.await.unwrap_err().is_panic());
    User::build().name("b").insert(&db).await?;
    assert_clean::<User>(&db, 1).await
}

async fn accessors_see_writes_of_their_transaction(Test { db, backend }: Test) -> Result<()> {
    SCHEMA.sync(&db).await?;
    let user = User::build().name("u").insert(&db).await?;
    let tx = db.begin().await?;
    let task = user.create_task(&tx, Task::build().title("t")).await?;
    assert!(user.has_task(&tx, &task).await?);
    assert_eq!(task.get_user(&tx).await?.as_ref(), Some(&user));
    assert!(User::query().filter(User::TASKS.exists()).exists(&tx).await?);
    assert_eq!(Task::find(&tx, task.id).await?.as_ref(), Some(&task));
    if backend.reads_beside_writer() {
        assert!(!user.has_task(&db, &task).await?);
        assert_eq!(Task::find(&db, task.id).await?, None);
        assert_eq!(user.get_tasks(&db).await?, []);
    }
    tx.commit().await?;
    assert!(user.has_task(&db, &task).await?);
    Ok(())
}

/// Whoever passes the `Db` inside a transaction leaves the transaction; nothing is shared behind the scenes.
async fn statement_on_the_pool_runs_outside(Test { backend, .. }: Test) -> Result<()> {
    let (db, _keeper) = backend.create_with("busy_timeout=50").await?;
    SCHEMA.sync(&db).await?;
    db.transaction(async |tx| {
        User::build().name("a").insert(tx).await?;
        let outside = names(&db).await;
        if backend.reads_beside_writer() {
            assert_eq!(outside?, [""; 0]);
        } else {
            let error = outside.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Busy);
            assert!(error.to_string().contains("give the statement the transaction (`tx`)"), "{error}");
        }
        assert_eq!(names(tx).await?, ["a"]);
        Ok(())
    })
    .await?;
    assert_eq!(names(&db).await?, ["a"]);
    Ok(())
}

async fn read_only_refuses_writes(Test { db, .. }: Test) -> Result<()> {
    SCHEMA.sync(&db).await?;
    let tx = db.begin_with(TransactionOptions::new().read_only()).await?;
    assert_eq!(User::query().count(&tx).await?, 0);
    assert_eq!(kind(User::build().name("a").insert(&tx).await), ErrorKind::ReadOnly);
    tx.rollback().await?;
    User::build().name("b").insert(&db).await?;
    assert_clean::<User>(&db, 1).await
}

async fn every_isolation_level_is_accepted(Test { db, .. }: Test) -> Result<()> {
    SCHEMA.sync(&db).await?;
    for isolation in [Isolation::ReadCommitted, Isolation::RepeatableRead, Isolation::Serializable] {
        let tx = db.begin_with(TransactionOptions::new().isolation(isolation)).await?;
        User::build().name(format!("{isolation:?}")).insert(&tx).await?;
        tx.commit().await?;
    }
    assert_clean::<User>(&db, 3).await
}

async fn options_are_a_builder(Test { db, .. }: Test) -> Result<()> {
    SCHEMA.sync(&db).await?;
    let user = db
        .transaction_with(TransactionOptions::serializable(), async |tx| {
            User::build().name("a").insert(tx).await
        })
        .await?;
    let report = TransactionOptions::serializable().read_only().deferrable();
    assert_eq!(report.isolation, Some(Isolation::Serializable));
    let found = db.transaction_with(report.clone(), async |tx| names(tx).await).await?;
    assert_eq!(found, [user.name.as_str()]);
    let refused = db.transaction_with(report, async |tx| user.delete(tx).await).await;
    assert_eq!(kind(refused), ErrorKind::ReadOnly);
    for options in [TransactionOptions::read_committed(), TransactionOptions::repeatable_read()] {
        assert_eq!(db.transaction_with(options, async |tx| names(tx).await).await?, ["a"]);
    }
    assert_clean::<User>(&db, 1).await
}
