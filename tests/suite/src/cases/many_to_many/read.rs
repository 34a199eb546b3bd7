//! `get`, `count` and `has`.
use orm::Result;
use orm::prelude::*;

use super::fixture::*;
use crate::case::Test;

crate::cases!["many_to_many": [
    add_get,
    alias,
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

mod workers {
    use orm::prelude::*;

    #[derive(Model, Debug, Clone, PartialEq)]
    #[belongs_to_many(Project, as = tasks, through = "worker_tasks", foreign_key = user_id)]
    pub(super) struct User {
        pub(super) id: i64,
    }

    #[derive(Model, Debug, Clone, PartialEq)]
    #[belongs_to_many(User, as = workers, through = "worker_tasks", foreign_key = project_id)]
    pub(super) struct Project {
        pub(super) id: i64,
    }
}

async fn alias(Test { db, .. }: Test) -> Result<()> {
    use workers::{Project, User, *};
    orm::schema![User, Project].sync(&db).await?;
    let users = User::insert_all(&db, [User::build(), User::build()]).await?;
    let projects = Project::insert_all(&db, (0..3).map(|_| Project::build())).await?;
    users[0].add_tasks(&db, &projects[..2]).await?;
    assert_eq!(users[0].get_tasks(&db).order_by(Project::ID.asc()).await?, projects[..2]);
    assert_eq!(projects[0].get_workers(&db).await?, users[..1]);
    projects[2].set_workers(&db, &users).await?;
    let links: Vec<(i64, i64)> =
        orm::sql("SELECT user_id, project_id FROM worker_tasks ORDER BY 1, 2").fetch_rows(&db).await?;
    assert_eq!(links, [(1, 1), (1, 2), (1, 3), (2, 3)]);
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
