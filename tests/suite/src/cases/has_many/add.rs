//! `add`, `remove`, and `create`.
use orm::association::NONE;
use orm::prelude::*;
use orm::{ErrorKind, Result, schema};

use super::fixture::*;
use crate::case::Test;
use crate::cases::support::{kind, rows};

crate::cases!["has_many": [
    add_by_pk,
    add_many,
    add_nothing,
    add_single,
    add_steals,
    add_twice,
    child_side_null,
    create_cannot_override_fk,
    create_not_null_fk,
    remove_foreign,
    remove_then_add,
    set_not_null_fk,
]];

async fn add_by_pk(Test { db, .. }: Test) -> Result<()> {
    let Board { p1, t2, .. } = board(&db).await?;
    p1.add_task(&db, 2).await?;
    assert_eq!(p1.get_tasks(&db).await?, [Task { project_id: Some(1), ..t2 }]);
    assert_owners(&db, [None, Some(1), None, None]).await
}

async fn add_many(Test { db, .. }: Test) -> Result<()> {
    let Board { p1, t1, t2, t3, .. } = board(&db).await?;
    p1.add_task(&db, &t1).await?;
    p1.add_tasks(&db, [&t2, &t3]).await?;
    assert_eq!(ids(&p1.get_tasks(&db).await?), [1, 2, 3]);
    assert_owners(&db, [Some(1), Some(1), Some(1), None]).await
}

async fn add_nothing(Test { db, .. }: Test) -> Result<()> {
    let Board { p1, .. } = board(&db).await?;
    p1.add_tasks(&db, NONE).await?;
    p1.add_tasks(&db, Vec::<&Task>::new()).await?;
    assert_eq!(p1.get_tasks(&db).await?, []);
    assert_owners(&db, [None; 4]).await
}

async fn add_single(Test { db, .. }: Test) -> Result<()> {
    let Board { p1, mut t1, .. } = board(&db).await?;
    p1.add_task(&db, &mut t1).await?;
    assert_eq!(t1.project_id, Some(1));
    assert_eq!(p1.get_tasks(&db).await?, [t1]);
    assert_owners(&db, [Some(1), None, None, None]).await
}

async fn add_steals(Test { db, .. }: Test) -> Result<()> {
    let Board { p1, p2, mut t1, .. } = board(&db).await?;
    p1.add_task(&db, &mut t1).await?;
    p2.add_task(&db, &mut t1).await?;
    assert_eq!(p1.get_tasks(&db).await?, []);
    assert_eq!(p2.get_tasks(&db).await?, [t1]);
    assert_owners(&db, [Some(2), None, None, None]).await
}

async fn add_twice(Test { db, .. }: Test) -> Result<()> {
    let Board { p1, t1, .. } = board(&db).await?;
    p1.add_task(&db, &t1).await?;
    p1.add_task(&db, &t1).await?;
    assert_eq!(p1.count_tasks(&db).await?, 1);
    assert_owners(&db, [Some(1), None, None, None]).await
}

async fn child_side_null(Test { db, .. }: Test) -> Result<()> {
    let Board { p1, t1, mut t2, .. } = board(&db).await?;
    p1.set_tasks(&db, [&t1, &t2]).await?;
    t2.reload(&db).await?;
    assert_eq!(t2.project_id, Some(1));
    t2.set_project(&db, None).await?;
    assert_eq!(t2.project_id, None);
    assert_eq!(ids(&p1.get_tasks(&db).await?), [1]);
    assert_owners(&db, [Some(1), None, None, None]).await
}

async fn create_cannot_override_fk(Test { db, .. }: Test) -> Result<()> {
    let Board { p1, p2, .. } = board(&db).await?;
    let task = p1.create_task(&db, Task::build().title("x").project_id(2)).await?;
    assert_eq!(task, Task { id: 5, title: "x".into(), difficulty: None, project_id: Some(1) });
    assert_eq!(p1.get_tasks(&db).await?, [task]);
    assert_eq!(p2.get_tasks(&db).await?, []);
    Ok(())
}

async fn remove_foreign(Test { db, .. }: Test) -> Result<()> {
    let Board { p1, p2, t1, .. } = board(&db).await?;
    p2.set_tasks(&db, [&t1]).await?;
    assert_eq!(p1.remove_task(&db, &t1).await?, 0);
    assert_eq!(ids(&p2.get_tasks(&db).await?), [1]);
    assert_owners(&db, [Some(2), None, None, None]).await
}

async fn remove_then_add(Test { db, .. }: Test) -> Result<()> {
    let Board { p1, t1, .. } = board(&db).await?;
    p1.set_tasks(&db, [&t1]).await?;
    assert_eq!(p1.remove_task(&db, &t1).await?, 1);
    assert_eq!(p1.get_tasks(&db).await?, []);
    p1.add_task(&db, &t1).await?;
    assert_eq!(ids(&p1.get_tasks(&db).await?), [1]);
    assert_owners(&db, [Some(1), None, None, None]).await
}

mod not_null {
    use super::*;

    #[derive(Model, Debug, Clone, PartialEq)]
    #[has_many(Task)]
    pub(super) struct Project {
        pub(super) id: i64,
        pub(super) name: String,
    }

    #[derive(Model, Debug, Clone, PartialEq)]
    #[belongs_to(Project)]
    pub(super) struct Task {
        pub(super) id: i64,
        pub(super) title: String,
        pub(super) difficulty: Option<i32>,
        pub(super) project_id: i64,
    }
}

/// A task without a project does not compile; one with a project that does not exist is refused.
async fn create_not_null_fk(Test { db, .. }: Test) -> Result<()> {
    use not_null::*;
    schema![Project, Task].sync(&db).await?;
    let p1 = Project::build().name("p1").insert(&db).await?;
    let task = p1.create_task(&db, Task::build().title("ok")).await?;
    assert_eq!(task, Task { id: 1, title: "ok".into(), difficulty: None, project_id: 1 });
    let bad = Task::build().title("bad").project_id(2).insert(&db).await;
    assert_eq!(kind(bad), ErrorKind::ForeignKeyViolation);
    assert_eq!(rows(&db, Task::ID.asc()).await?, [task]);
    Ok(())
}

/// `set_tasks` and `remove_task` do not exist over a required key; a row can only be given to another owner.
async fn set_not_null_fk(Test { db, .. }: Test) -> Result<()> {
    use not_null::*;
    schema![Project, Task].sync(&db).await?;
    let p1 = Project::build().name("p1").insert(&db).await?;
    let p2 = Project::build().name("p2").insert(&db).await?;
    let t1 = Task::build().title("t1").project(&p1).insert(&db).await?;
    let mut t2 = Task::build().title("t2").project(&p2).insert(&db).await?;
    p1.add_task(&db, &mut t2).await?;
    assert_eq!(t2.project_id, 1);
    assert_eq!(rows(&db, Task::ID.asc()).await?, [t1, t2]);
    assert_eq!(p2.count_tasks(&db).await?, 0);
    Ok(())
}
