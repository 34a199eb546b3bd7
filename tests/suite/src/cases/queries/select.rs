//! Some columns instead of the whole row: what runs a query runs a selection too.
use futures_util::StreamExt as _;
use orm::prelude::*;
use orm::{ErrorKind, Result};

use super::fixture::*;
use crate::case::Test;
use crate::cases::support::kind;

crate::cases!["queries": [
    selection_counts_and_asks,
    selection_gives_pages,
    selection_gives_the_only_row,
    selection_of_an_accessor_is_refined,
    selection_streams,
]];

async fn selection_gives_the_only_row(Test { db, .. }: Test) -> Result<()> {
    world(&db).await?;
    let titles = || Task::query().select((Task::TITLE, Task::POINTS));
    assert_eq!(titles().filter(Task::ID.eq(3)).one(&db).await?, ("gamma".to_owned(), 3));
    assert_eq!(kind(titles().filter(Task::ID.eq(99)).one(&db).await), ErrorKind::NotFound);
    assert_eq!(kind(titles().one(&db).await), ErrorKind::TooManyRows);
    assert_eq!(titles().order_by(Task::ID.asc()).limit(1).one(&db).await?.0, "alpha");
    Ok(())
}

async fn selection_counts_and_asks(Test { db, .. }: Test) -> Result<()> {
    world(&db).await?;
    let notes = || Task::query().select(Task::NOTE);
    assert_eq!(notes().count(&db).await?, 6, "rows without a value count");
    assert_eq!(notes().distinct().count(&db).await?, 4);
    assert_eq!(notes().limit(2).count(&db).await?, 2);
    assert!(notes().exists(&db).await?);
    assert!(!notes().filter(Task::POINTS.gt(99)).exists(&db).await?);
    // The fourth of four different values is there, a fifth is not.
    let distinct = || notes().distinct().order_by(Task::NOTE.asc());
    assert!(distinct().offset(3).exists(&db).await?);
    assert!(!distinct().offset(4).exists(&db).await?);
    let whole = || Task::query().distinct().order_by(Task::ID.asc());
    assert!(whole().offset(5).exists(&db).await?);
    assert!(!whole().offset(6).exists(&db).await?);
    Ok(())
}

async fn selection_gives_pages(Test { db, .. }: Test) -> Result<()> {
    world(&db).await?;
    let page = Task::query().select(Task::TITLE).page(&db, 2, 4).await?;
    assert_eq!((page.number, page.size, page.total, page.pages()), (2, 4, 6, 2));
    assert_eq!(page.rows, ["epsilon", "zeta"]);
    let notes = Task::query().filter(Task::NOTE.is_not_null()).select(Task::NOTE).distinct();
    let page = notes.page(&db, 1, 2).await?;
    assert_eq!((page.rows.len(), page.total), (2, 3));
    assert_eq!(page.rows[0].as_deref(), Some(""), "without an order, by what is selected");
    assert_eq!(kind(Task::query().select(Task::ID).page(&db, 0, 1).await), ErrorKind::InvalidInput);
    Ok(())
}

async fn selection_streams(Test { db, .. }: Test) -> Result<()> {
    world(&db).await?;
    let rows = (0..1_000).map(|points| Task::build().title("t").points(points).done(false));
    Task::insert_all(&db, rows).await?;
    let points = Task::query().filter(Task::TITLE.eq("t")).select(Task::POINTS).order_by(Task::ID.desc());
    let streamed: Vec<i64> = points.stream(&db).map(|point| point.unwrap()).collect().await;
    assert_eq!(streamed, (0..1_000).rev().collect::<Vec<i64>>());
    Ok(())
}

async fn selection_of_an_accessor_is_refined(Test { db, .. }: Test) -> Result<()> {
    world(&db).await?;
    let gemini = Project::get(&db, 2).await?;
    let titles = || gemini.get_tasks(&db).select(Task::TITLE).order_by(Task::ID.asc());
    assert_eq!(titles().await?, ["gamma", "delta", "epsilon"]);
    assert_eq!(titles().filter(Task::DONE.eq(true)).await?, ["delta", "epsilon"]);
    assert_eq!(titles().offset(1).limit(1).await?, ["delta"]);
    assert_eq!(titles().first().await?.as_deref(), Some("gamma"));
    assert_eq!(titles().filter(Task::ID.eq(4)).one().await?, "delta");
    assert_eq!(kind(titles().one().await), ErrorKind::TooManyRows);
    assert_eq!((titles().count().await?, titles().exists().await?), (3, true));
    assert_eq!(titles().page(2, 2).await?.rows, ["epsilon"]);
    assert_eq!(gemini.get_tasks(&db).select(Task::DONE).distinct().count().await?, 2);
    let mut streamed = titles().stream();
    assert_eq!(streamed.next().await.unwrap()?, "gamma");
    Ok(())
}
