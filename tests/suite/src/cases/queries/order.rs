//! Orders, limits and what asks for few rows: `first`, `one`, `count`, `exists`, pages, selected columns.
use orm::prelude::*;
use orm::query::{Order, Page};
use orm::{ErrorKind, Result};

use super::fixture::*;
use crate::case::Test;
use crate::cases::support::kind;

crate::cases!["queries": [
    count_heeds_limit_offset_and_distinct,
    distinct_gives_equal_rows_once,
    exists_heeds_filter_and_offset,
    first_gives_a_row_or_none,
    limits_and_offsets,
    one_wants_exactly_one,
    orders_by_a_count,
    orders_by_several_columns,
    orders_by_the_column_of_a_to_one,
    orders_empty_columns_where_told,
    pages_cover_all_rows_once,
    selects_columns_as_values_and_tuples,
]];

async fn ordered(db: &Db, order: impl orm::query::Ordering<Task>) -> Result<Vec<i64>> {
    Task::query().order_by(order).select(Task::ID).all(db).await
}

async fn orders_by_several_columns(Test { db, .. }: Test) -> Result<()> {
    world(&db).await?;
    assert_eq!(ordered(&db, Task::POINTS.desc()).await?, [6, 5, 4, 3, 2, 1]);
    assert_eq!(ordered(&db, [Task::DONE.asc(), Task::POINTS.desc()]).await?, [6, 3, 2, 5, 4, 1]);
    assert_eq!(ordered(&db, vec![Task::DONE.desc(), Task::TITLE.asc()]).await?, [1, 4, 5, 2, 3, 6]);
    assert_eq!(ordered(&db, Vec::<Order<Task>>::new()).await?.len(), 6);
    let query = Task::query().order_by(Task::DONE.asc()).order_by(Task::POINTS.asc());
    assert_eq!(query.select(Task::ID).all(&db).await?, [2, 3, 6, 1, 4, 5]);
    Ok(())
}

async fn orders_empty_columns_where_told(Test { db, .. }: Test) -> Result<()> {
    world(&db).await?;
    let id = || Task::ID.asc();
    assert_eq!(ordered(&db, [Task::WEIGHT.asc().nulls_first(), id()]).await?, [3, 5, 4, 6, 1, 2]);
    assert_eq!(ordered(&db, [Task::WEIGHT.asc().nulls_last(), id()]).await?, [4, 6, 1, 2, 3, 5]);
    assert_eq!(ordered(&db, [Task::WEIGHT.desc().nulls_first(), id()]).await?, [3, 5, 2, 1, 6, 4]);
    assert_eq!(ordered(&db, [Task::WEIGHT.desc().nulls_last(), id()]).await?, [2, 1, 6, 4, 3, 5]);
    Ok(())
}

async fn orders_by_the_column_of_a_to_one(Test { db, .. }: Test) -> Result<()> {
    world(&db).await?;
    let by_project = Task::PROJECT.order(Project::NAME.desc().nulls_last());
    assert_eq!(ordered(&db, [by_project, Task::ID.asc()]).await?, [3, 4, 5, 1, 2, 6]);
    let by_project = Task::PROJECT.order(Project::NAME.asc().nulls_first());
    assert_eq!(ordered(&db, [by_project, Task::ID.desc()]).await?, [6, 2, 1, 5, 4, 3]);
    // Two steps away: the owner of the task's project.
    let by_owner = Task::PROJECT.order(Project::OWNER.order(User::NAME.desc().nulls_last()));
    let query = Task::query().order_by([by_owner, Task::ID.asc()]).limit(4);
    assert_eq!(query.select(Task::ID).all(&db).await?, [3, 4, 5, 1]);
    Ok(())
}

async fn orders_by_a_count(Test { db, .. }: Test) -> Result<()> {
    world(&db).await?;
    let query = Project::query().order_by(Project::TASKS.count().desc()).select(Project::NAME);
    assert_eq!(query.all(&db).await?, ["gemini", "apollo", "mercury"]);
    let query = Project::query()
        .order_by([Project::TASKS.count_where(Task::DONE.eq(false)).asc(), Project::ID.desc()]);
    assert_eq!(query.select(Project::ID).all(&db).await?, [3, 2, 1]);
    Ok(())
}

async fn limits_and_offsets(Test { db, .. }: Test) -> Result<()> {
    world(&db).await?;
    let ids = async |limit: Option<u64>, offset: Option<u64>| {
        let mut query = Task::query().order_by(Task::ID.asc());
        query = if let Some(limit) = limit { query.limit(limit) } else { query };
        query = if let Some(offset) = offset { query.offset(offset) } else { query };
        query.select(Task::ID).all(&db).await
    };
    assert_eq!(ids(Some(2), None).await?, [1, 2]);
    assert_eq!(ids(Some(2), Some(3)).await?, [4, 5]);
    assert_eq!(ids(None, Some(4)).await?, [5, 6]);
    assert_eq!(ids(Some(0), None).await?, NO_IDS);
    assert_eq!(ids(Some(9), Some(9)).await?, NO_IDS);
    assert_eq!(ids(Some(u64::MAX), Some(0)).await?.len(), 6);
    assert_eq!(ids(None, Some(u64::MAX)).await?, NO_IDS);
    Ok(())
}

async fn first_gives_a_row_or_none(Test { db, .. }: Test) -> Result<()> {
    world(&db).await?;
    let first = Task::query().order_by(Task::POINTS.desc()).first(&db).await?;
    assert_eq!(first.map(|task| task.id), Some(6));
    assert_eq!(Task::query().filter(Task::ID.eq(77)).first(&db).await?, None);
    assert_eq!(Task::query().limit(0).first(&db).await?, None);
    let second = Task::query().order_by(Task::ID.asc()).offset(1).select(Task::TITLE).first(&db).await?;
    assert_eq!(second.as_deref(), Some("beta"));
    Ok(())
}

async fn one_wants_exactly_one(Test { db, .. }: Test) -> Result<()> {
    world(&db).await?;
    assert_eq!(Task::query().filter(Task::TITLE.eq("beta")).one(&db).await?.id, 2);
    assert_eq!(kind(Task::query().filter(Task::TITLE.eq("nobody")).one(&db).await), ErrorKind::NotFound);
    assert_eq!(kind(Task::query().filter(Task::DONE.eq(true)).one(&db).await), ErrorKind::TooManyRows);
    assert_eq!(Task::query().order_by(Task::ID.asc()).limit(1).one(&db).await?.id, 1);
    assert_eq!(Task::get(&db, 3).await?.title, "gamma");
    assert_eq!(Task::find(&db, 77).await?, None);
    let error = Task::get(&db, 77).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NotFound);
    assert!(error.to_string().contains("Task") && error.to_string().contains("77"), "{error}");
    Ok(())
}

async fn count_heeds_limit_offset_and_distinct(Test { db, .. }: Test) -> Result<()> {
    world(&db).await?;
    assert_eq!(Task::query().count(&db).await?, 6);
    assert_eq!(Task::query().filter(Task::DONE.eq(true)).count(&db).await?, 3);
    assert_eq!(Task::query().limit(4).count(&db).await?, 4);
    assert_eq!(Task::query().order_by(Task::ID.asc()).offset(4).count(&db).await?, 2);
    assert_eq!(Task::query().limit(4).offset(4).count(&db).await?, 2);
    assert_eq!(Task::query().limit(0).count(&db).await?, 0);
    assert_eq!(Task::query().distinct().count(&db).await?, 6);
    assert_eq!(Task::query().filter(Task::ID.eq(77)).count(&db).await?, 0);
    // Neither an order by what is not selected nor a lock stands in the way of counting.
    assert_eq!(
        Task::query().distinct().order_by(Task::PROJECT.order(Project::NAME.asc())).count(&db).await?,
        6
    );
    assert_eq!(Task::query().for_update().limit(2).count(&db).await?, 2);
    assert_eq!(Task::query().for_update().count(&db).await?, 6);
    Ok(())
}

async fn exists_heeds_filter_and_offset(Test { db, .. }: Test) -> Result<()> {
    world(&db).await?;
    assert!(Task::query().exists(&db).await?);
    assert!(!Task::query().filter(Task::ID.eq(77)).exists(&db).await?);
    assert!(Task::query().order_by(Task::ID.asc()).offset(5).exists(&db).await?);
    assert!(!Task::query().order_by(Task::ID.asc()).offset(6).exists(&db).await?);
    assert!(!Task::query().limit(0).exists(&db).await?);
    Ok(())
}

async fn selects_columns_as_values_and_tuples(Test { db, .. }: Test) -> Result<()> {
    world(&db).await?;
    let query = || Task::query().order_by(Task::ID.asc()).limit(2);
    assert_eq!(query().select(Task::WEIGHT).all(&db).await?, [Some(0.5), Some(1.5)]);
    assert_eq!(query().select((Task::POINTS,)).all(&db).await?, [(1,), (2,)]);
    let rows = query().select((Task::TITLE, Task::DONE, Task::NOTE)).all(&db).await?;
    assert_eq!(rows, [("alpha".into(), true, None), ("beta".into(), false, Some("later".into()))]);
    let same = Task::query().select((Task::ID, Task::ID)).filter(Task::ID.eq(4)).all(&db).await?;
    assert_eq!(same, [(4, 4)]);
    let all = (Task::ID, Task::TITLE, Task::POINTS, Task::DONE, Task::WEIGHT, Task::NOTE, Task::PROJECT_ID);
    let row = Task::query().filter(Task::ID.eq(6)).select(all).first(&db).await?;
    assert_eq!(row, Some((6, "zeta".into(), 13, false, Some(0.0), Some("later".into()), None)));
    Ok(())
}

async fn distinct_gives_equal_rows_once(Test { db, .. }: Test) -> Result<()> {
    world(&db).await?;
    let query =
        Task::query().select(Task::PROJECT_ID).distinct().order_by(Task::PROJECT_ID.asc().nulls_last());
    assert_eq!(query.all(&db).await?, [Some(1), Some(2), None]);
    let query = Task::query().distinct().select(Task::NOTE).filter(Task::NOTE.is_not_null());
    assert_eq!(
        query.order_by(Task::NOTE.asc()).all(&db).await?,
        [Some("".into()), Some("later".into()), Some("now".into())]
    );
    let query = Task::query().select((Task::DONE, Task::NOTE)).distinct().filter(Task::NOTE.eq("later"));
    assert_eq!(query.all(&db).await?, [(false, Some("later".into()))]);
    Ok(())
}

async fn pages_cover_all_rows_once(Test { db, .. }: Test) -> Result<()> {
    world(&db).await?;
    let ids = |page: &Page<Task>| page.rows.iter().map(|task| task.id).collect::<Vec<_>>();
    let page = Task::query().page(&db, 1, 4).await?;
    assert_eq!(
        (ids(&page), page.number, page.size, page.total, page.pages()),
        (vec![1, 2, 3, 4], 1, 4, 6, 2)
    );
    assert_eq!(ids(&Task::query().page(&db, 2, 4).await?), [5, 6]);
    let beyond = Task::query().page(&db, 3, 4).await?;
    assert_eq!((ids(&beyond), beyond.total), (vec![], 6));
    let page =
        Task::query().filter(Task::DONE.eq(true)).order_by(Task::POINTS.desc()).page(&db, 1, 2).await?;
    assert_eq!((ids(&page), page.total, page.pages()), (vec![5, 4], 3, 2));
    assert_eq!(kind(Task::query().page(&db, 0, 4).await), ErrorKind::InvalidInput);
    assert_eq!(kind(Task::query().page(&db, 1, 0).await), ErrorKind::InvalidInput);
    let none = Task::query().filter(Task::ID.eq(77)).page(&db, 1, 4).await?;
    assert_eq!((none.rows.len(), none.total, none.pages()), (0, 0, 0));
    assert_eq!(ids(&Task::query().page(&db, u64::MAX, u64::MAX).await?), [0; 0]);
    Ok(())
}
