//! `set`.
use orm::association::NONE;
use orm::prelude::*;
use orm::{ErrorKind, Result};

use super::fixture::*;
use crate::case::Test;
use crate::cases::support::kind;

crate::cases!["has_many": [
    set_by_pk,
    set_does_not_update_instances,
    set_empty,
    set_null,
    set_single,
    set_steals,
    set_unknown_pk,
]];

async fn set_by_pk(Test { db, .. }: Test) -> Result<()> {
    let Board { p1, .. } = board(&db).await?;
    p1.set_tasks(&db, [1, 3]).await?;
    assert_eq!(ids(&p1.get_tasks(&db).await?), [1, 3]);
    p1.set_tasks(&db, [3]).await?;
    assert_eq!(ids(&p1.get_tasks(&db).await?), [3]);
    assert_owners(&db, [None, None, Some(1), None]).await
}

/// A row given as `&T` stays as it is, one given as `&mut T` follows.
async fn set_does_not_update_instances(Test { db, .. }: Test) -> Result<()> {
    let Board { p1, mut t1, .. } = board(&db).await?;
    p1.set_tasks(&db, [&t1]).await?;
    assert_eq!(t1.project_id, None);
    t1.reload(&db).await?;
    assert_eq!(t1.project_id, Some(1));
    assert_owners(&db, [Some(1), None, None, None]).await
}

async fn set_empty(Test { db, .. }: Test) -> Result<()> {
    let Board { p1, t1, t2, .. } = board(&db).await?;
    p1.set_tasks(&db, [&t1, &t2]).await?;
    p1.set_tasks(&db, Vec::<i64>::new()).await?;
    assert_eq!(p1.get_tasks(&db).await?, []);
    assert_owners(&db, [None; 4]).await
}

async fn set_null(Test { db, .. }: Test) -> Result<()> {
    let Board { p1, t1, t2, .. } = board(&db).await?;
    p1.set_tasks(&db, [&t1, &t2]).await?;
    p1.set_tasks(&db, NONE).await?;
    assert_eq!(p1.get_tasks(&db).await?, []);
    assert_owners(&db, [None; 4]).await
}

async fn set_single(Test { db, .. }: Test) -> Result<()> {
    let Board { p1, mut t1, .. } = board(&db).await?;
    p1.set_tasks(&db, [&mut t1]).await?;
    assert_eq!(t1.project_id, Some(1));
    assert_eq!(p1.get_tasks(&db).await?, [t1]);
    assert_owners(&db, [Some(1), None, None, None]).await
}

async fn set_steals(Test { db, .. }: Test) -> Result<()> {
    let Board { p1, p2, t1, t2, t3, .. } = board(&db).await?;
    p1.set_tasks(&db, [&t1, &t2]).await?;
    p2.set_tasks(&db, [&t2, &t3]).await?;
    assert_eq!(ids(&p1.get_tasks(&db).await?), [1]);
    assert_eq!(ids(&p2.get_tasks(&db).await?), [2, 3]);
    assert_owners(&db, [Some(1), Some(2), Some(2), None]).await
}

/// A key that no row has is an error, and the other half of the change is undone.
async fn set_unknown_pk(Test { db, .. }: Test) -> Result<()> {
    let Board { p1, .. } = board(&db).await?;
    p1.set_tasks(&db, [2]).await?;
    assert_eq!(kind(p1.set_tasks(&db, [1, 99]).await), ErrorKind::NotFound);
    assert_eq!(ids(&p1.get_tasks(&db).await?), [2]);
    assert_owners(&db, [None, Some(1), None, None]).await
}
