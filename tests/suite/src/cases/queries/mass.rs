//! Writes of single rows and of many by a predicate.
use orm::prelude::*;
use orm::{ErrorKind, Result};

use super::fixture::*;
use crate::case::Test;
use crate::cases::support::kind;

crate::cases!["queries": [
    delete_all_deletes_all,
    delete_gives_not_found_for_a_row_that_is_gone,
    delete_where_deletes_what_matches,
    reload_reads_again,
    save_writes_all_columns,
    save_of_a_row_that_is_gone_is_not_found,
    update_all_changes_all,
    update_of_nothing_writes_nothing,
    update_where_adds_to_numbers,
    update_where_changes_what_matches,
    update_where_runs_across_associations,
    update_writes_the_given_columns,
]];

async fn update_where_changes_what_matches(Test { db, .. }: Test) -> Result<()> {
    world(&db).await?;
    let update = Task::update_where(Task::DONE.eq(false)).set(Task::DONE, true).set(Task::NOTE, "closed");
    assert_eq!(update.execute(&db).await?, 3);
    assert_eq!(tasks(&db, Task::NOTE.eq("closed")).await?, [2, 3, 6]);
    assert_eq!(tasks(&db, Task::DONE.eq(false)).await?, NO_IDS);
    let update =
        Task::update_where(Task::NOTE.eq("closed")).set(Task::NOTE, None).set(Task::PROJECT_ID, Some(1));
    assert_eq!(update.execute(&db).await?, 3);
    assert_eq!(tasks(&db, Task::NOTE.is_null()).await?, [1, 2, 3, 6]);
    assert_eq!(Task::update_where(Task::ID.eq(77)).set(Task::DONE, true).execute(&db).await?, 0);
    let dangling = Task::update_where(Task::ID.lte(3)).set(Task::PROJECT_ID, 77).execute(&db).await;
    assert_eq!(kind(dangling), ErrorKind::ForeignKeyViolation);
    assert_eq!(tasks(&db, Task::PROJECT_ID.eq(77)).await?, NO_IDS);
    Ok(())
}

async fn update_where_adds_to_numbers(Test { db, .. }: Test) -> Result<()> {
    world(&db).await?;
    assert_eq!(Task::update_where(Task::DONE.eq(true)).add(Task::POINTS, 10).execute(&db).await?, 3);
    assert_eq!(Task::update_where(Task::ID.eq(2)).add(Task::POINTS, -5).execute(&db).await?, 1);
    let query = Task::query().order_by(Task::ID.asc()).select(Task::POINTS);
    assert_eq!(query.all(&db).await?, [11, -3, 3, 15, 18, 13]);
    // An empty column stays empty.
    assert_eq!(Task::update_all().add(Task::WEIGHT, 1.0).execute(&db).await?, 6);
    assert_eq!(tasks(&db, Task::WEIGHT.is_null()).await?, [3, 5]);
    assert_eq!(Task::query().sum(&db, Task::WEIGHT).await?, Some(4.0));
    Ok(())
}

async fn update_where_runs_across_associations(Test { db, .. }: Test) -> Result<()> {
    world(&db).await?;
    let of_bob = || Task::PROJECT.matches(Project::OWNER.matches(User::NAME.eq("bob")));
    assert_eq!(Task::update_where(of_bob()).set(Task::NOTE, "bob's").execute(&db).await?, 3);
    assert_eq!(tasks(&db, Task::NOTE.eq("bob's")).await?, [3, 4, 5]);
    // The table that is changed is also asked.
    let siblings = Task::PROJECT.matches(Project::TASKS.any(Task::TITLE.eq("alpha")));
    assert_eq!(Task::update_where(siblings).set(Task::POINTS, 0).execute(&db).await?, 2);
    assert_eq!(Task::delete_where(of_bob()).execute(&db).await?, 3);
    assert_eq!(tasks(&db, None).await?, [1, 2, 6]);
    Ok(())
}

async fn update_all_changes_all(Test { db, .. }: Test) -> Result<()> {
    world(&db).await?;
    assert_eq!(Task::update_all().set(Task::POINTS, 1).execute(&db).await?, 6);
    assert_eq!(Task::query().sum(&db, Task::POINTS).await?, Some(6));
    Ok(())
}

async fn update_of_nothing_writes_nothing(Test { db, .. }: Test) -> Result<()> {
    world(&db).await?;
    assert_eq!(Task::update_all().execute(&db).await?, 0);
    let mut task = Task::get(&db, 1).await?;
    let before = task.clone();
    task.update(&db).await?;
    assert_eq!(task, before);
    Ok(())
}

async fn delete_where_deletes_what_matches(Test { db, .. }: Test) -> Result<()> {
    world(&db).await?;
    assert_eq!(Task::delete_where(Task::POINTS.gt(4)).execute(&db).await?, 3);
    assert_eq!(tasks(&db, None).await?, [1, 2, 3]);
    assert_eq!(Task::delete_where(Task::ID.is_in(Vec::<i64>::new())).execute(&db).await?, 0);
    assert_eq!(User::delete_where(User::NAME.eq("eve")).execute(&db).await?, 1);
    // The projects' owner is optional: they stay without one.
    assert_eq!(User::delete_where(User::NAME.eq("ada")).execute(&db).await?, 1);
    assert_eq!(Project::get(&db, 1).await?.owner_id, None);
    Ok(())
}

async fn delete_all_deletes_all(Test { db, .. }: Test) -> Result<()> {
    world(&db).await?;
    assert_eq!(Task::delete_all().execute(&db).await?, 6);
    assert_eq!(Task::delete_all().execute(&db).await?, 0);
    assert_eq!(Task::query().count(&db).await?, 0);
    assert_eq!(Project::query().count(&db).await?, 3);
    Ok(())
}

async fn save_writes_all_columns(Test { db, .. }: Test) -> Result<()> {
    world(&db).await?;
    let mut task = Task::get(&db, 1).await?;
    task.title = "new".into();
    task.points = -1;
    task.weight = None;
    task.note = Some("n".into());
    task.project_id = Some(3);
    task.save(&db).await?;
    assert_eq!(Task::get(&db, 1).await?, task);
    task.project_id = Some(77);
    assert_eq!(kind(task.save(&db).await), ErrorKind::ForeignKeyViolation);
    assert_eq!(Task::get(&db, 1).await?.project_id, Some(3));
    Ok(())
}

async fn save_of_a_row_that_is_gone_is_not_found(Test { db, .. }: Test) -> Result<()> {
    world(&db).await?;
    let mut task = Task::get(&db, 1).await?;
    task.clone().delete(&db).await?;
    assert_eq!(kind(task.save(&db).await), ErrorKind::NotFound);
    assert_eq!(kind(task.update(&db).set(Task::POINTS, 99).await), ErrorKind::NotFound);
    assert_eq!(task.points, 1, "the struct follows the database only");
    assert_eq!(kind(task.set_project(&db, 2).await), ErrorKind::NotFound);
    assert_eq!(task.project_id, Some(1));
    assert_eq!(tasks(&db, None).await?, [2, 3, 4, 5, 6]);
    Ok(())
}

async fn update_writes_the_given_columns(Test { db, .. }: Test) -> Result<()> {
    world(&db).await?;
    let mut task = Task::get(&db, 2).await?;
    task.title = "not saved".into();
    task.update(&db).set(Task::POINTS, 20).set(Task::NOTE, None).await?;
    assert_eq!((task.points, task.note.as_deref(), task.title.as_str()), (20, None, "not saved"));
    let stored = Task::get(&db, 2).await?;
    assert_eq!((stored.points, stored.note.as_deref(), stored.title.as_str()), (20, None, "beta"));
    Ok(())
}

async fn reload_reads_again(Test { db, .. }: Test) -> Result<()> {
    world(&db).await?;
    let mut task = Task::get(&db, 2).await?;
    let before = task.clone();
    task.title = "not saved".into();
    task.reload(&db).await?;
    assert_eq!(task, before);
    Task::delete_where(Task::ID.eq(2)).execute(&db).await?;
    assert_eq!(kind(task.reload(&db).await), ErrorKind::NotFound);
    assert_eq!(task, before);
    Ok(())
}

async fn delete_gives_not_found_for_a_row_that_is_gone(Test { db, .. }: Test) -> Result<()> {
    world(&db).await?;
    let task = Task::get(&db, 2).await?;
    task.clone().delete(&db).await?;
    assert_eq!(kind(task.delete(&db).await), ErrorKind::NotFound);
    let user = User::get(&db, 1).await?;
    user.delete(&db).await?;
    assert_eq!(projects(&db, Project::OWNER_ID.is_null()).await?, [1, 3]);
    Ok(())
}
