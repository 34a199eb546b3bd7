//! `get`, `count` and `has`.
use orm::Result;
use orm::association::NONE;

use super::fixture::*;
use crate::case::Test;
use crate::cases::support::sorted;

crate::cases!["has_many": [
    get_attributes,
    get_order_limit,
    get_where,
    has,
    has_duplicates,
    has_empty_list,
]];

async fn get_attributes(Test { db, .. }: Test) -> Result<()> {
    let Board { p1, t1, t2, .. } = board(&db).await?;
    p1.set_tasks(&db, [&t1, &t2]).await?;
    let titles = p1.get_tasks(&db).select(Task::TITLE).await?;
    assert_eq!(sorted(titles), ["t1", "t2"]);
    let pairs = p1.get_tasks(&db).select((Task::ID, Task::TITLE)).await?;
    assert_eq!(sorted(pairs), [(1, "t1".to_owned()), (2, "t2".to_owned())]);
    assert_owners(&db, [Some(1), Some(1), None, None]).await
}

async fn get_order_limit(Test { db, .. }: Test) -> Result<()> {
    let Board { p1, t1, t2, t3, t4, .. } = board(&db).await?;
    p1.set_tasks(&db, [&t1, &t2, &t3, &t4]).await?;
    let keys = |tasks: Vec<Task>| tasks.into_iter().map(|task| task.id).collect::<Vec<_>>();
    let hardest = p1.get_tasks(&db).order_by(Task::DIFFICULTY.desc());
    assert_eq!(keys(hardest.await?), [3, 2, 4, 1]);
    let hardest = p1.get_tasks(&db).order_by(Task::DIFFICULTY.desc()).limit(2);
    assert_eq!(keys(hardest.await?), [3, 2]);
    let next = p1.get_tasks(&db).order_by(Task::DIFFICULTY.asc()).limit(2).offset(1);
    assert_eq!(keys(next.await?), [4, 2]);
    assert_owners(&db, [Some(1); 4]).await
}

async fn get_where(Test { db, .. }: Test) -> Result<()> {
    let Board { p1, t1, t2, t3, t4, .. } = board(&db).await?;
    p1.set_tasks(&db, [&t1, &t2, &t3, &t4]).await?;
    assert_eq!(ids(&p1.get_tasks(&db).filter(Task::DIFFICULTY.lte(5)).await?), [1, 2, 4]);
    let either = Task::TITLE.eq("t1") | Task::DIFFICULTY.gt(8);
    assert_eq!(ids(&p1.get_tasks(&db).filter(either).await?), [1, 3]);
    assert_eq!(p1.get_tasks(&db).filter(Task::ID.gt(10)).await?, []);
    assert_eq!(ids(&p1.get_tasks(&db).filter(Task::TITLE.is_in(["t2", "t4"])).await?), [2, 4]);
    assert_owners(&db, [Some(1); 4]).await
}

async fn has(Test { db, .. }: Test) -> Result<()> {
    let Board { p1, t1, t2, t3, .. } = board(&db).await?;
    assert!(!p1.has_task(&db, &t1).await?);
    p1.set_tasks(&db, [&t1, &t2]).await?;
    assert!(p1.has_task(&db, &t1).await?);
    assert!(p1.has_task(&db, 1).await?);
    assert!(p1.has_tasks(&db, [&t1]).await?);
    assert!(p1.has_tasks(&db, [&t1, &t2]).await?);
    assert!(!p1.has_tasks(&db, [&t1, &t3]).await?);
    assert!(p1.has_tasks(&db, [1, 2]).await?);
    assert!(!p1.has_task(&db, &t3).await?);
    assert_owners(&db, [Some(1), Some(1), None, None]).await
}

/// A row that is given twice is one row.
async fn has_duplicates(Test { db, .. }: Test) -> Result<()> {
    let Board { p1, t1, .. } = board(&db).await?;
    p1.set_tasks(&db, [&t1]).await?;
    assert!(p1.has_tasks(&db, [&t1, &t1]).await?);
    assert_owners(&db, [Some(1), None, None, None]).await
}

async fn has_empty_list(Test { db, .. }: Test) -> Result<()> {
    let Board { p1, t1, .. } = board(&db).await?;
    assert!(p1.has_tasks(&db, NONE).await?);
    p1.set_tasks(&db, [&t1]).await?;
    assert!(p1.has_tasks(&db, NONE).await?);
    assert_owners(&db, [Some(1), None, None, None]).await
}
