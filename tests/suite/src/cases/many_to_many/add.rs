//! `add` and `create`.
use orm::association::NONE;
use orm::prelude::*;
use orm::{ErrorKind, Result};

use super::fixture::*;
use crate::case::Test;
use crate::cases::statements::Statements;
use crate::cases::support::kind;

crate::cases!["many_to_many": [
    add_by_pk,
    add_many,
    add_nothing,
    add_same_in_one_call,
    add_twice,
    add_unknown_pk,
    create,
    create_of_a_refused_row_stores_nothing,
    delete_target_then_get,
    one_statement_adds_many,
]];

async fn add_by_pk(Test { db, .. }: Test) -> Result<()> {
    let Team { u1, p2, .. } = team(&db).await?;
    u1.add_project(&db, 1).await?;
    u1.add_projects(&db, [p2.id, 3]).await?;
    assert_eq!(ids(&u1.get_projects(&db).await?), [1, 2, 3]);
    assert_eq!(links(&db).await?, [(1, 1), (1, 2), (1, 3)]);
    Ok(())
}

/// What is linked already stays; both sides see the links.
async fn add_many(Test { db, .. }: Test) -> Result<()> {
    let Team { u1, u2, p1, mut p2, p3, .. } = team(&db).await?;
    u1.add_project(&db, &p1).await?;
    u1.add_projects(&db, [&mut p2]).await?;
    u1.add_projects(&db, vec![&p1, &p3]).await?;
    assert_eq!(links(&db).await?, [(1, 1), (1, 2), (1, 3)]);
    p3.add_user(&db, &u2).await?;
    assert_eq!(p3.get_users(&db).order_by(User::ID.asc()).await?, [u1, u2]);
    Ok(())
}

async fn add_nothing(Test { db, .. }: Test) -> Result<()> {
    let Team { u1, .. } = team(&db).await?;
    let statements = Statements::count();
    u1.add_projects(&db, NONE).await?;
    u1.add_projects(&db, Vec::<i64>::new()).await?;
    assert_eq!(u1.remove_projects(&db, NONE).await?, 0);
    assert!(u1.has_projects(&db, NONE).await?);
    assert_eq!(statements.sent(), 0);
    Ok(())
}

/// Other than the oracle, the link is stored once.
async fn add_same_in_one_call(Test { db, .. }: Test) -> Result<()> {
    let Team { u1, p1, .. } = team(&db).await?;
    u1.add_projects(&db, [&p1, &p1]).await?;
    assert_eq!(links(&db).await?, [(1, 1)]);
    Ok(())
}

async fn add_twice(Test { db, .. }: Test) -> Result<()> {
    let Team { u1, p1, p2, .. } = team(&db).await?;
    u1.add_project(&db, &p1).await?;
    u1.add_project(&db, &p1).await?;
    u1.add_project(&db, 1).await?;
    u1.add_projects(&db, [&p1, &p2]).await?;
    assert_eq!(links(&db).await?, [(1, 1), (1, 2)]);
    Ok(())
}

async fn add_unknown_pk(Test { db, .. }: Test) -> Result<()> {
    let Team { u1, .. } = team(&db).await?;
    let error = u1.add_project(&db, 99).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ForeignKeyViolation);
    assert!(error.to_string().contains("User.projects"), "{error}");
    assert_eq!(kind(u1.add_projects(&db, [1, 99]).await), ErrorKind::ForeignKeyViolation);
    assert_eq!(links(&db).await?, []);
    Ok(())
}

async fn create(Test { db, .. }: Test) -> Result<()> {
    let Team { u1, .. } = team(&db).await?;
    let new = u1.create_project(&db, Project::build().name("new")).await?;
    assert_eq!(new, Project { id: 4, name: "new".to_owned() });
    u1.create_project(&db, Project::build().id(7).name("seven")).await?;
    assert_eq!(links(&db).await?, [(1, 4), (1, 7)]);
    Ok(())
}

/// The row and its link are one unit: here the owner is gone.
async fn create_of_a_refused_row_stores_nothing(Test { db, .. }: Test) -> Result<()> {
    let Team { u1, .. } = team(&db).await?;
    u1.clone().delete(&db).await?;
    let refused = u1.create_project(&db, Project::build().name("new")).await;
    assert_eq!(kind(refused), ErrorKind::ForeignKeyViolation);
    assert_eq!(Project::query().count(&db).await?, 3);
    Ok(())
}

async fn delete_target_then_get(Test { db, .. }: Test) -> Result<()> {
    let Team { u1, p1, p2, .. } = team(&db).await?;
    u1.set_projects(&db, [&p1, &p2]).await?;
    p1.delete(&db).await?;
    assert_eq!(u1.get_projects(&db).await?, [p2]);
    assert_eq!(links(&db).await?, [(1, 2)]);
    Ok(())
}

async fn one_statement_adds_many(Test { db, .. }: Test) -> Result<()> {
    let Team { u1, p1, p2, p3, .. } = team(&db).await?;
    let statements = Statements::count();
    u1.add_project(&db, &p1).await?;
    assert_eq!(statements.sent(), 1);
    u1.add_projects(&db, [&p1, &p2, &p3]).await?;
    assert_eq!(statements.sent(), 1);
    Ok(())
}
