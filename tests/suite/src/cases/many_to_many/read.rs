//! `get`, `count` and `has`.
use orm::Result;
use orm::prelude::*;

use super::fixture::*;
use crate::case::Test;

crate::cases!["many_to_many": [
    add_get,
    count,
    crosses_in_predicates,
    get_options,
    has,
]];

async fn add_get(Test { db, .. }: Test) -> Result<()> {
    let Team { u1, u2, p1, .. } = team(&db).await?;
    assert_eq!(u1.get_projects(&db).await?, []);
    u1.add_project(&db, &p1).await?;
    assert_eq!(u1.get_projects(&db).await?, [p1.clone()]);
    assert_eq!(p1.get_users(&db).await?, [u1]);
    assert_eq!(u2.get_projects(&db).await?, []);
    Ok(())
}

async fn get_options(Test { db, .. }: Test) -> Result<()> {
    let Team { u1, .. } = team(&db).await?;
    u1.set_projects(&db, [1, 2, 3]).await?;
    let later = u1.get_projects(&db).filter(Project::NAME.gt("p1"));
    assert_eq!(ids(&later.await?), [2, 3]);
    let paged = u1.get_projects(&db).order_by(Project::NAME.desc()).offset(1).limit(1);
    assert_eq!(ids(&paged.await?), [2]);
    let names = u1.get_projects(&db).order_by(Project::ID.asc()).select(Project::NAME).await?;
    assert_eq!(names, ["p1", "p2", "p3"]);
    Ok(())
}

async fn count(Test { db, .. }: Test) -> Result<()> {
    let Team { u1, u2, .. } = team(&db).await?;
    u1.set_projects(&db, [1, 2]).await?;
    assert_eq!(u1.count_projects(&db).await?, 2);
    assert_eq!(u1.count_projects(&db).filter(Project::NAME.eq("p2")).await?, 1);
    assert_eq!(u2.count_projects(&db).await?, 0);
    Ok(())
}

async fn has(Test { db, .. }: Test) -> Result<()> {
    let Team { u1, p1, p2, p3, .. } = team(&db).await?;
    u1.set_projects(&db, [&p1, &p2]).await?;
    assert!(u1.has_project(&db, &p1).await?);
    assert!(u1.has_project(&db, 2).await?);
    assert!(!u1.has_project(&db, &p3).await?);
    assert!(u1.has_projects(&db, [&p1, &p2]).await?);
    assert!(u1.has_projects(&db, [&p1, &p1]).await?);
    assert!(!u1.has_projects(&db, [&p1, &p3]).await?);
    Ok(())
}

async fn crosses_in_predicates(Test { db, .. }: Test) -> Result<()> {
    let Team { u1, u2, .. } = team(&db).await?;
    u1.set_projects(&db, [1, 2]).await?;
    let some = User::query().filter(User::PROJECTS.any(Project::NAME.eq("p2"))).all(&db).await?;
    assert_eq!(some, [u1.clone()]);
    assert_eq!(User::query().filter(User::PROJECTS.is_empty()).all(&db).await?, [u2]);
    assert_eq!(User::query().filter(User::PROJECTS.count().gt(1)).all(&db).await?, [u1]);
    Ok(())
}
