//! What `has_many` promises beyond the scenarios.
use orm::association::NONE;
use orm::prelude::*;
use orm::{ErrorKind, Result, schema};

use super::fixture::*;
use crate::case::Test;
use crate::cases::statements::Statements;
use crate::cases::support::{kind, rows};

crate::cases!["has_many": [
    add_of_nothing_sends_nothing,
    add_unknown_pk,
    count,
    create,
    fk_violation,
    has_unknown_pk,
    null_source_key,
    rows_given_as_mut_follow,
    remove,
    self_children,
    set_does_not_touch_others,
    set_get,
    set_replaces,
    set_same_twice,
    statements_do_not_grow_with_the_list,
    unsaved_owner,
]];

async fn set_get(Test { db, .. }: Test) -> Result<()> {
    let Board { p1, t1, t2, .. } = board(&db).await?;
    assert_eq!(p1.get_tasks(&db).await?, []);
    p1.set_tasks(&db, vec![&t1, &t2]).await?;
    assert_eq!(ids(&p1.get_tasks(&db).await?), [1, 2]);
    assert_owners(&db, [Some(1), Some(1), None, None]).await
}

async fn set_replaces(Test { db, .. }: Test) -> Result<()> {
    let Board { p1, t1, t2, t3, .. } = board(&db).await?;
    p1.set_tasks(&db, [&t1, &t2]).await?;
    p1.set_tasks(&db, [&t2, &t3]).await?;
    assert_owners(&db, [None, Some(1), Some(1), None]).await
}

async fn set_same_twice(Test { db, .. }: Test) -> Result<()> {
    let Board { p1, t1, t2, .. } = board(&db).await?;
    p1.set_tasks(&db, [&t1, &t2]).await?;
    let statements = Statements::count();
    p1.set_tasks(&db, [&t2, &t1, &t2]).await?;
    assert!(statements.sent() <= 2, "the owner is locked where that is needed, the rows are looked up");
    assert_owners(&db, [Some(1), Some(1), None, None]).await
}

async fn set_does_not_touch_others(Test { db, .. }: Test) -> Result<()> {
    let Board { p1, p2, t1, t2, t3, .. } = board(&db).await?;
    p2.set_tasks(&db, [&t3]).await?;
    p1.set_tasks(&db, [&t1, &t2]).await?;
    p1.set_tasks(&db, NONE).await?;
    assert_owners(&db, [None, None, Some(2), None]).await
}

async fn statements_do_not_grow_with_the_list(Test { db, .. }: Test) -> Result<()> {
    let Board { p1, .. } = board(&db).await?;
    let many = Task::insert_all(&db, (0..100).map(|_| Task::build().title("t"))).await?;
    p1.set_tasks(&db, &many[..50]).await?;
    let statements = Statements::count();
    p1.set_tasks(&db, &many[25..75]).await?;
    assert!(statements.sent() <= 4, "a lock, a read, a write for those that go, one for those that come");
    p1.add_tasks(&db, &many).await?;
    assert_eq!(statements.sent(), 1);
    assert!(p1.has_tasks(&db, &many).await?);
    assert_eq!(statements.sent(), 1);
    assert_eq!(p1.remove_tasks(&db, &many).await?, 100);
    assert_eq!(statements.sent(), 1);
    p1.create_task(&db, Task::build().title("new")).await?;
    assert_eq!(statements.sent(), 1);
    Ok(())
}

async fn add_of_nothing_sends_nothing(Test { db, .. }: Test) -> Result<()> {
    let Board { p1, .. } = board(&db).await?;
    let statements = Statements::count();
    p1.add_tasks(&db, NONE).await?;
    assert_eq!(p1.remove_tasks(&db, NONE).await?, 0);
    assert!(p1.has_tasks(&db, NONE).await?);
    assert_eq!(statements.sent(), 0);
    Ok(())
}

async fn add_unknown_pk(Test { db, .. }: Test) -> Result<()> {
    let Board { p1, .. } = board(&db).await?;
    assert_eq!(kind(p1.add_task(&db, 99).await), ErrorKind::NotFound);
    assert_eq!(kind(p1.add_tasks(&db, [1, 99, 2]).await), ErrorKind::NotFound);
    assert_owners(&db, [None; 4]).await
}

async fn rows_given_as_mut_follow(Test { db, .. }: Test) -> Result<()> {
    let Board { p1, p2, mut t1, mut t2, .. } = board(&db).await?;
    p1.add_tasks(&db, [&mut t1, &mut t2]).await?;
    assert_eq!((t1.project_id, t2.project_id), (Some(1), Some(1)));
    let mut both = vec![t1, t2];
    p2.set_tasks(&db, &mut both).await?;
    assert!(both.iter().all(|task| task.project_id == Some(2)));
    assert_eq!(rows(&db, Task::ID.asc()).await?[..2], both);
    Ok(())
}

async fn remove(Test { db, .. }: Test) -> Result<()> {
    let Board { p1, p2, t1, t2, t3, t4 } = board(&db).await?;
    p1.set_tasks(&db, [&t1, &t2, &t3]).await?;
    p2.set_tasks(&db, [&t4]).await?;
    assert_eq!(p1.remove_task(&db, &t1).await?, 1);
    assert_eq!(p1.remove_tasks(&db, [2, 4, 77]).await?, 1, "of those that belong to it");
    assert_eq!(p1.remove_task(&db, &t1).await?, 0);
    assert_owners(&db, [None, None, Some(1), Some(2)]).await
}

async fn count(Test { db, .. }: Test) -> Result<()> {
    let Board { p1, p2, t1, t2, t3, .. } = board(&db).await?;
    assert_eq!(p1.count_tasks(&db).await?, 0);
    p1.set_tasks(&db, [&t1, &t2, &t3]).await?;
    assert_eq!(p1.count_tasks(&db).await?, 3);
    assert_eq!(p1.count_tasks(&db).filter(Task::DIFFICULTY.gt(4)).await?, 2);
    assert_eq!(p1.get_tasks(&db).filter(Task::TITLE.ne("t1")).limit(1).count().await?, 1);
    assert!(p1.get_tasks(&db).filter(Task::TITLE.eq("t3")).exists().await?);
    assert_eq!(
        p1.get_tasks(&db).order_by(Task::DIFFICULTY.desc()).first().await?.map(|task| task.id),
        Some(3)
    );
    assert_eq!(p1.get_tasks(&db).filter(Task::TITLE.eq("t2")).one().await?.id, 2);
    let page = p1.get_tasks(&db).order_by(Task::ID.asc()).page(2, 2).await?;
    assert_eq!((ids(&page.rows), page.total), (vec![3], 3));
    assert_eq!(p2.count_tasks(&db).await?, 0);
    Ok(())
}

async fn create(Test { db, .. }: Test) -> Result<()> {
    let Board { p2, .. } = board(&db).await?;
    let task = p2.create_task(&db, Task::build().title("new").difficulty(7)).await?;
    assert_eq!(task, Task { id: 5, title: "new".into(), difficulty: Some(7), project_id: Some(2) });
    assert_eq!(Task::get(&db, 5).await?, task);
    assert_eq!(
        kind(p2.create_task(&db, Task::build().id(5).title("again")).await),
        ErrorKind::UniqueViolation
    );
    assert_eq!(p2.count_tasks(&db).await?, 1);
    Ok(())
}

async fn has_unknown_pk(Test { db, .. }: Test) -> Result<()> {
    let Board { p1, p2, t1, .. } = board(&db).await?;
    p2.add_task(&db, &t1).await?;
    assert!(!p1.has_task(&db, 77).await?);
    assert!(!p1.has_task(&db, &t1).await?);
    assert!(!p2.has_tasks(&db, [1, 77]).await?);
    Ok(())
}

/// The project is gone: nothing can be given to it any more.
async fn fk_violation(Test { db, .. }: Test) -> Result<()> {
    let Board { p1, mut t1, .. } = board(&db).await?;
    Project::delete_where(Project::ID.eq(1)).execute(&db).await?;
    let error = p1.add_task(&db, &mut t1).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ForeignKeyViolation);
    assert!(error.to_string().contains("Project.tasks"), "{error}");
    assert_eq!(t1.project_id, None);
    assert_eq!(kind(p1.set_tasks(&db, [1, 2]).await), ErrorKind::ForeignKeyViolation);
    assert_eq!(kind(p1.create_task(&db, Task::build().title("x")).await), ErrorKind::ForeignKeyViolation);
    assert_eq!(
        kind(Task::update_all().set(Task::PROJECT_ID, 77).execute(&db).await),
        ErrorKind::ForeignKeyViolation
    );
    assert_eq!(rows(&db, Task::ID.asc()).await?.len(), 4);
    Ok(())
}

/// A project that was never stored owns nothing; rows without an owner are not its own.
async fn unsaved_owner(Test { db, .. }: Test) -> Result<()> {
    let Board { t1, .. } = board(&db).await?;
    let unsaved = Project { id: 0, name: "unsaved".into() };
    assert_eq!(unsaved.get_tasks(&db).await?, []);
    assert_eq!(unsaved.count_tasks(&db).await?, 0);
    assert!(!unsaved.has_task(&db, &t1).await?);
    assert_eq!(unsaved.remove_task(&db, &t1).await?, 0);
    Ok(())
}

mod by_code {
    use super::*;

    #[derive(Model, Debug, Clone, PartialEq)]
    #[has_many(City, source_key = code, foreign_key = country_code)]
    pub(super) struct Country {
        pub(super) id: i64,
        #[column(unique)]
        pub(super) code: Option<String>,
    }

    #[derive(Model, Debug, Clone, PartialEq)]
    pub(super) struct City {
        pub(super) id: i64,
        pub(super) country_code: Option<String>,
    }
}

/// An owner without the key owns nothing, above all not the rows without an owner.
async fn null_source_key(Test { db, .. }: Test) -> Result<()> {
    use by_code::*;
    schema![Country, City].sync(&db).await?;
    let nowhere = Country::build().insert(&db).await?;
    let city = City::build().insert(&db).await?;
    let statements = Statements::count();
    assert_eq!(nowhere.get_cities(&db).await?, []);
    assert_eq!(nowhere.count_cities(&db).await?, 0);
    assert!(!nowhere.has_city(&db, &city).await?);
    assert_eq!(nowhere.remove_city(&db, &city).await?, 0);
    assert!(nowhere.get_cities(&db).stream().next().await.is_none());
    assert_eq!(nowhere.get_cities(&db).into_query().max(&db, City::ID).await?, None);
    assert_eq!(statements.sent(), 0);
    assert_eq!(kind(nowhere.add_city(&db, &city).await), ErrorKind::InvalidInput);
    assert_eq!(kind(nowhere.set_cities(&db, [&city]).await), ErrorKind::InvalidInput);
    assert_eq!(kind(nowhere.create_city(&db, City::build()).await), ErrorKind::InvalidInput);
    assert_eq!(rows(&db, City::ID.asc()).await?, [city]);
    Ok(())
}

mod node {
    use super::*;

    #[derive(Model, Debug, Clone, PartialEq)]
    #[has_many(Self, as = children, foreign_key = parent_id)]
    #[belongs_to(Self, as = parent)]
    pub(super) struct Node {
        pub(super) id: i64,
        pub(super) parent_id: Option<i64>,
    }
}

async fn self_children(Test { db, .. }: Test) -> Result<()> {
    use node::*;
    schema![Node].sync(&db).await?;
    let mut nodes = Node::insert_all(&db, (0..4).map(|_| Node::build())).await?;
    let root = nodes.remove(0);
    root.set_children(&db, &mut nodes).await?;
    assert_eq!(root.get_children(&db).order_by(Node::ID.asc()).await?, nodes);
    assert_eq!(nodes[0].get_parent(&db).await?, Some(root.clone()));
    nodes[0].add_child(&db, nodes[1].id).await?;
    assert_eq!(root.count_children(&db).await?, 2);
    // A row may be its own parent.
    let mut root = root;
    let itself = root.id;
    root.set_parent(&db, itself).await?;
    assert!(root.has_child(&db, itself).await?);
    assert_eq!(root.count_children(&db).await?, 3);
    Ok(())
}
