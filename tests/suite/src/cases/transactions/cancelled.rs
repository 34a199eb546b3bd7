//! Futures that are dropped at each of their awaits: nothing is written by half, and no connection is lost.
use orm::prelude::*;
use orm::schema::Schema;
use orm::{Result, schema};

use crate::case::Test;
use crate::cases::support::{assert_clean, polled};

crate::cases!["transactions": [
    cancelled_belongs_to_create_is_all_or_nothing,
    cancelled_has_many_create_is_all_or_nothing,
    cancelled_has_one_create_is_all_or_nothing,
    cancelled_has_one_set_is_all_or_nothing,
    cancelled_insert_all_is_all_or_nothing,
    cancelled_rollback_of_a_savepoint_undoes_it,
    cancelled_set_is_all_or_nothing,
    cancelled_set_inside_a_transaction_is_all_or_nothing,
    cancelled_transaction_is_all_or_nothing,
]];

/// Enough to get through every one of the operations.
const POLLS: u32 = 40;

#[derive(Model, Debug, Clone, PartialEq)]
#[has_many(Task)]
#[has_one(Badge)]
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

#[derive(Model, Debug, Clone, PartialEq)]
#[belongs_to(User)]
struct Badge {
    id: i64,
    user_id: Option<i64>,
}

const SCHEMA: Schema = schema![User, Task, Badge];

/// A write after the dropped one: it waits for what is still being undone, and shows that the pool works.
async fn user(db: &Db) -> Result<User> {
    User::build().name("u").insert(db).await
}

async fn cancelled_transaction_is_all_or_nothing(Test { db, .. }: Test) -> Result<()> {
    SCHEMA.sync(&db).await?;
    let (mut done, mut stored) = (0, 0);
    for polls in 0..POLLS {
        let work = db.transaction(async |tx| {
            Task::build().title("a").insert(tx).await?;
            Task::build().title("b").insert(tx).await?;
            Ok(())
        });
        done += u64::from(polled(polls, work).await.transpose()?.is_some());
        user(&db).await?;
        let count = Task::query().count(&db).await?;
        // A commit that was under way may have come through.
        assert!(count == stored || count == stored + 2, "{count} after {stored}");
        stored = count;
        assert_clean::<Task>(&db, count).await?;
    }
    assert!(done > 0, "{POLLS} polls were never enough");
    Ok(())
}

async fn cancelled_set_is_all_or_nothing(Test { db, .. }: Test) -> Result<()> {
    SCHEMA.sync(&db).await?;
    let mut done = 0;
    for polls in 0..POLLS {
        let user = user(&db).await?;
        let tasks = Task::insert_all(&db, (0..4).map(|_| Task::build().title("t"))).await?;
        user.add_tasks(&db, &tasks[..2]).await?;
        done += u32::from(polled(polls, user.set_tasks(&db, &tasks[2..])).await.transpose()?.is_some());
        Badge::build().insert(&db).await?;
        let left = user.get_tasks(&db).order_by(Task::ID.asc()).select(Task::ID).await?;
        let ids: Vec<_> = tasks.iter().map(|task| task.id).collect();
        assert!(left == ids[..2] || left == ids[2..], "{left:?} of {ids:?}");
        assert_clean::<User>(&db, u64::from(polls) + 1).await?;
    }
    assert!(done > 0, "{POLLS} polls were never enough");
    Ok(())
}

/// A savepoint is undone alone, and the transaction around it goes on.
async fn cancelled_set_inside_a_transaction_is_all_or_nothing(Test { db, .. }: Test) -> Result<()> {
    SCHEMA.sync(&db).await?;
    let mut done = 0;
    for polls in 0..POLLS {
        let user = user(&db).await?;
        let tasks = Task::insert_all(&db, (0..4).map(|_| Task::build().title("t"))).await?;
        let tx = db.begin().await?;
        user.add_tasks(&tx, &tasks[..2]).await?;
        done += u32::from(polled(polls, user.set_tasks(&tx, &tasks[2..])).await.transpose()?.is_some());
        Badge::build().insert(&tx).await?;
        tx.commit().await?;
        let left = user.get_tasks(&db).order_by(Task::ID.asc()).select(Task::ID).await?;
        let ids: Vec<_> = tasks.iter().map(|task| task.id).collect();
        assert!(left == ids[..2] || left == ids[2..], "{left:?} of {ids:?}");
        assert_clean::<Badge>(&db, u64::from(polls) + 1).await?;
    }
    assert!(done > 0, "{POLLS} polls were never enough");
    Ok(())
}

/// Whoever asks for a rollback gets it, whether or not the answer is waited for.
async fn cancelled_rollback_of_a_savepoint_undoes_it(Test { db, .. }: Test) -> Result<()> {
    SCHEMA.sync(&db).await?;
    let mut done = 0;
    for polls in 0..POLLS {
        let tx = db.begin().await?;
        let inner = tx.begin().await?;
        Task::build().title("t").insert(&inner).await?;
        done += u32::from(polled(polls, inner.rollback()).await.transpose()?.is_some());
        Badge::build().insert(&tx).await?;
        tx.commit().await?;
        assert_eq!(Task::query().count(&db).await?, 0, "after {polls} polls");
        assert_clean::<Badge>(&db, u64::from(polls) + 1).await?;
    }
    assert!(done > 0, "{POLLS} polls were never enough");
    Ok(())
}

async fn cancelled_insert_all_is_all_or_nothing(Test { db, .. }: Test) -> Result<()> {
    SCHEMA.sync(&db).await?;
    let (mut done, mut stored) = (0, 0);
    for polls in 0..POLLS {
        let rows = (0..2_500).map(|_| Task::build().title("t"));
        done += u32::from(polled(polls, Task::insert_all(&db, rows)).await.transpose()?.is_some());
        user(&db).await?;
        let count = Task::query().count(&db).await?;
        assert!(count == stored || count == stored + 2_500, "{count} after {stored}");
        stored = count;
        assert_clean::<User>(&db, u64::from(polls) + 1).await?;
    }
    assert!(done > 0, "{POLLS} polls were never enough");
    Ok(())
}

async fn cancelled_has_many_create_is_all_or_nothing(Test { db, .. }: Test) -> Result<()> {
    SCHEMA.sync(&db).await?;
    let mut done = 0;
    for polls in 0..POLLS {
        let user = user(&db).await?;
        done += u32::from(
            polled(polls, user.create_task(&db, Task::build().title("t"))).await.transpose()?.is_some(),
        );
        Badge::build().insert(&db).await?;
        assert!(user.count_tasks(&db).await? <= 1);
        assert_clean::<Badge>(&db, u64::from(polls) + 1).await?;
    }
    assert!(done > 0, "{POLLS} polls were never enough");
    assert_eq!(Task::query().filter(Task::USER_ID.is_null()).count(&db).await?, 0);
    Ok(())
}

async fn cancelled_belongs_to_create_is_all_or_nothing(Test { db, .. }: Test) -> Result<()> {
    SCHEMA.sync(&db).await?;
    let mut done = 0;
    for polls in 0..POLLS {
        let mut task = Task::build().title("t").insert(&db).await?;
        let create = task.create_user(&db, User::build().name("new"));
        done += u32::from(polled(polls, create).await.transpose()?.is_some());
        Badge::build().insert(&db).await?;
        // A commit that nobody waited for may have come through; the struct never runs ahead of the database.
        let stored = Task::get(&db, task.id).await?.user_id;
        assert!(task.user_id.is_none() || task.user_id == stored, "{task:?}, but {stored:?} is stored");
        // A user without a task would be half of it.
        assert_eq!(User::query().filter(User::TASKS.is_empty()).count(&db).await?, 0);
        assert_clean::<Task>(&db, u64::from(polls) + 1).await?;
    }
    assert!(done > 0, "{POLLS} polls were never enough");
    Ok(())
}

async fn cancelled_has_one_set_is_all_or_nothing(Test { db, .. }: Test) -> Result<()> {
    SCHEMA.sync(&db).await?;
    let mut done = 0;
    for polls in 0..POLLS {
        let user = user(&db).await?;
        let old = user.create_badge(&db, Badge::build()).await?;
        let new = Badge::build().insert(&db).await?;
        done += u32::from(polled(polls, user.set_badge(&db, &new)).await.transpose()?.is_some());
        Task::build().title("t").insert(&db).await?;
        let badge = user.get_badge(&db).await?.map(|badge| badge.id);
        assert!(badge == Some(old.id) || badge == Some(new.id), "{badge:?}");
        assert_clean::<Task>(&db, u64::from(polls) + 1).await?;
    }
    assert!(done > 0, "{POLLS} polls were never enough");
    Ok(())
}

async fn cancelled_has_one_create_is_all_or_nothing(Test { db, .. }: Test) -> Result<()> {
    SCHEMA.sync(&db).await?;
    let mut done = 0;
    for polls in 0..POLLS {
        let user = user(&db).await?;
        let old = user.create_badge(&db, Badge::build()).await?;
        done += u32::from(polled(polls, user.create_badge(&db, Badge::build())).await.transpose()?.is_some());
        Task::build().title("t").insert(&db).await?;
        let badge = user.get_badge(&db).await?;
        assert!(badge.is_some_and(|badge| badge.id >= old.id));
        assert_clean::<Task>(&db, u64::from(polls) + 1).await?;
    }
    assert!(done > 0, "{POLLS} polls were never enough");
    Ok(())
}
