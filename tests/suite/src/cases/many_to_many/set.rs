//! `set` and `remove`.
use orm::association::NONE;
use orm::prelude::*;
use orm::{ErrorKind, Result};

use super::fixture::*;
use crate::case::Test;
use crate::cases::statements::Statements;
use crate::cases::support::kind;

crate::cases!["many_to_many": [
    nm_set_rollback,
    remove,
    remove_from_other_side,
    remove_keeps_targets,
    set_by_pk,
    set_get,
    set_is_atomic,
    set_leaves_others,
    set_same_twice,
    set_statement_count,
]];

async fn set_get(Test { db, .. }: Test) -> Result<()> {
    let Team { u1, p1, p2, p3, .. } = team(&db).await?;
    u1.set_projects(&db, [&p1, &p2]).await?;
    assert_eq!(ids(&u1.get_projects(&db).await?), [1, 2]);
    u1.set_projects(&db, [&p2, &p3, &p3]).await?;
    assert_eq!(ids(&u1.get_projects(&db).await?), [2, 3]);
    u1.set_projects(&db, NONE).await?;
    assert_eq!(links(&db).await?, []);
    Ok(())
}

async fn set_by_pk(Test { db, .. }: Test) -> Result<()> {
    let Team { u1, .. } = team(&db).await?;
    u1.set_projects(&db, [1, 3]).await?;
    u1.set_projects(&db, [3, 2]).await?;
    assert_eq!(links(&db).await?, [(1, 2), (1, 3)]);
    Ok(())
}

async fn set_leaves_others(Test { db, .. }: Test) -> Result<()> {
    let Team { u1, u2, p1, p2, p3, .. } = team(&db).await?;
    u1.set_projects(&db, [&p1, &p2]).await?;
    u2.set_projects(&db, [&p1, &p3]).await?;
    u1.set_projects(&db, NONE).await?;
    assert_eq!(links(&db).await?, [(2, 1), (2, 3)]);
    Ok(())
}

/// One statement looks, and none writes.
async fn set_same_twice(Test { db, .. }: Test) -> Result<()> {
    let Team { u1, p1, p2, .. } = team(&db).await?;
    u1.set_projects(&db, [&p1, &p2]).await?;
    let statements = Statements::count();
    u1.set_projects(&db, [&p2, &p1]).await?;
    assert!(statements.sent() <= 2, "a look, and a lock where rows can be locked");
    assert_eq!(links(&db).await?, [(1, 1), (1, 2)]);
    Ok(())
}

async fn set_statement_count(Test { db, .. }: Test) -> Result<()> {
    let Team { u1, p1, p2, p3, .. } = team(&db).await?;
    u1.set_projects(&db, [&p1, &p2]).await?;
    let statements = Statements::count();
    u1.set_projects(&db, [&p3]).await?;
    assert!(statements.sent() <= 4, "a look, a deletion, an insertion, and a lock where rows can be locked");
    assert_eq!(links(&db).await?, [(1, 3)]);
    Ok(())
}

/// A row that does not exist: what was linked before stays linked.
async fn set_is_atomic(Test { db, .. }: Test) -> Result<()> {
    let Team { u1, p1, p2, .. } = team(&db).await?;
    u1.set_projects(&db, [&p1, &p2]).await?;
    assert_eq!(kind(u1.set_projects(&db, [3, 99]).await), ErrorKind::ForeignKeyViolation);
    assert_eq!(links(&db).await?, [(1, 1), (1, 2)]);
    Ok(())
}

async fn remove(Test { db, .. }: Test) -> Result<()> {
    let Team { u1, p1, p2, p3, .. } = team(&db).await?;
    u1.set_projects(&db, [&p1, &p2, &p3]).await?;
    assert_eq!(u1.remove_project(&db, &p1).await?, 1);
    assert_eq!(u1.remove_project(&db, 2).await?, 1);
    assert_eq!(links(&db).await?, [(1, 3)]);
    assert_eq!(u1.remove_projects(&db, [&p3, &p1]).await?, 1);
    assert_eq!(u1.get_projects(&db).await?, []);
    Ok(())
}

async fn remove_from_other_side(Test { db, .. }: Test) -> Result<()> {
    let Team { u1, u2, p1, .. } = team(&db).await?;
    p1.set_users(&db, [&u1, &u2]).await?;
    assert_eq!(p1.remove_user(&db, &u1).await?, 1);
    assert_eq!(links(&db).await?, [(2, 1)]);
    assert_eq!(u2.remove_project(&db, &p1).await?, 1);
    assert_eq!(links(&db).await?, []);
    Ok(())
}

async fn remove_keeps_targets(Test { db, .. }: Test) -> Result<()> {
    let Team { u1, p1, p2, .. } = team(&db).await?;
    u1.set_projects(&db, [&p1, &p2]).await?;
    u1.remove_projects(&db, [&p1, &p2]).await?;
    assert_eq!(Project::query().count(&db).await?, 3);
    Ok(())
}

async fn nm_set_rollback(Test { db, .. }: Test) -> Result<()> {
    let Team { u1, p1, .. } = team(&db).await?;
    let tx = db.begin().await?;
    u1.set_projects(&tx, [&p1]).await?;
    assert_eq!(u1.count_projects(&tx).await?, 1);
    tx.rollback().await?;
    assert_eq!(links(&db).await?, []);
    Ok(())
}
