//! What the junction's rows say: `through`, row by row and for all.
use orm::prelude::*;
use orm::schema::Schema;
use orm::{ErrorKind, Result, schema};
use serde_json::json;

use crate::case::Test;
use crate::cases::support::{kind, rows};

crate::cases!["many_to_many": [
    has_and_count_filter_through,
    nm_update_join_row,
    rows_alone_need_no_through,
    through_add_mixed,
    through_add_updates,
    through_columns,
    through_create,
    through_defaults_and_items,
    through_get,
    through_loaded_instances,
    through_merge,
    through_on_add,
    through_order,
    through_save,
    through_serialized,
    through_set_updates,
    through_where,
]];

#[derive(Model, Debug, Clone, PartialEq, serde::Serialize)]
#[belongs_to_many(Project, through = UserProject)]
struct User {
    id: i64,
    name: String,
}

#[derive(Model, Debug, Clone, PartialEq, serde::Serialize)]
#[belongs_to_many(User, through = UserProject)]
struct Project {
    id: i64,
    name: String,
}

#[derive(Model, Debug, Clone, PartialEq, serde::Serialize)]
#[belongs_to(User)]
#[belongs_to(Project)]
struct UserProject {
    status: Option<String>,
    priority: Option<i32>,
    #[key]
    user_id: i64,
    #[key]
    project_id: i64,
}

const SCHEMA: Schema = schema![User, Project, UserProject];

async fn team(db: &Db) -> Result<(User, [Project; 3])> {
    SCHEMA.sync(db).await?;
    let u1 = User::build().name("u1").insert(db).await?;
    let p1 = Project::build().name("p1").insert(db).await?;
    let p2 = Project::build().name("p2").insert(db).await?;
    let p3 = Project::build().name("p3").insert(db).await?;
    Ok((u1, [p1, p2, p3]))
}

fn link(project_id: i64, status: Option<&str>, priority: Option<i32>) -> UserProject {
    UserProject { status: status.map(str::to_owned), priority, user_id: 1, project_id }
}

async fn links(db: &Db) -> Result<Vec<UserProject>> {
    rows(db, UserProject::PROJECT_ID.asc()).await
}

async fn through_on_add(Test { db, .. }: Test) -> Result<()> {
    let (u1, [p1, p2, _]) = team(&db).await?;
    u1.add_project(&db, &p1).through(UserProject::build().status("started")).await?;
    u1.add_project(&db, (&p2, UserProject::build().status("active"))).await?;
    assert_eq!(links(&db).await?, [link(1, Some("started"), None), link(2, Some("active"), None)]);
    Ok(())
}

async fn through_add_updates(Test { db, .. }: Test) -> Result<()> {
    let (u1, [p1, ..]) = team(&db).await?;
    u1.add_project(&db, &p1).through(UserProject::build().status("started").priority(1)).await?;
    u1.add_project(&db, &p1).through(UserProject::build().status("done")).await?;
    assert_eq!(links(&db).await?, [link(1, Some("done"), Some(1))]);
    u1.add_project(&db, &p1).await?;
    u1.add_project(&db, 1).through(UserProject::build().status("done")).await?;
    assert_eq!(links(&db).await?, [link(1, Some("done"), Some(1))]);
    Ok(())
}

/// New, changed and unchanged ones in one call.
async fn through_add_mixed(Test { db, .. }: Test) -> Result<()> {
    let (u1, [p1, p2, p3]) = team(&db).await?;
    u1.add_projects(&db, [&p1, &p2]).through(UserProject::build().status("a").priority(1)).await?;
    let given = [
        (&p1, UserProject::build().status("b")),
        (&p2, UserProject::build().status("a")),
        (&p3, UserProject::build().priority(3)),
    ];
    u1.add_projects(&db, given).await?;
    let expected = [link(1, Some("b"), Some(1)), link(2, Some("a"), Some(1)), link(3, None, Some(3))];
    assert_eq!(links(&db).await?, expected);
    Ok(())
}

async fn rows_alone_need_no_through(Test { db, .. }: Test) -> Result<()> {
    let (u1, [p1, ..]) = team(&db).await?;
    u1.set_projects(&db, [&p1]).await?;
    assert_eq!(links(&db).await?, [link(1, None, None)]);
    Ok(())
}

/// Some columns of the junction, in place of its row.
async fn through_columns(Test { db, .. }: Test) -> Result<()> {
    let (u1, [p1, p2, _]) = team(&db).await?;
    u1.add_project(&db, &p1).through(UserProject::build().status("active").priority(3)).await?;
    u1.add_project(&db, &p2).through(UserProject::build().priority(1)).await?;
    let ordered = || u1.get_projects(&db).order_through(UserProject::PRIORITY.desc());
    let linked = ordered().select_through(UserProject::STATUS).await?;
    let found: Vec<_> = linked.iter().map(|linked| (linked.id, linked.through.as_deref())).collect();
    assert_eq!(found, [(1, Some("active")), (2, None)]);
    let linked = ordered().limit(1).select_through((UserProject::PRIORITY, UserProject::PROJECT_ID)).await?;
    assert_eq!((linked[0].row.clone(), linked[0].through), (p1.clone(), (Some(3), 1)));
    let best = User::PROJECTS.order_through(UserProject::PRIORITY.desc()).limit(1);
    let users = User::query()
        .include(best.select_through((UserProject::STATUS, UserProject::PRIORITY)))
        .all(&db)
        .await?;
    assert_eq!(users[0].projects[0].through, (Some("active".to_owned()), Some(3)));
    let users = User::query().all(&db).await?;
    let users = User::PROJECTS
        .filter(Project::ID.eq(2))
        .select_through(UserProject::PRIORITY)
        .load(&db, users)
        .await?;
    assert_eq!((users[0].projects[0].row.clone(), users[0].projects[0].through), (p2, Some(1)));
    let whole = User::PROJECTS.with_through().load(&db, User::query().all(&db).await?).await?;
    assert_eq!(whole[0].projects.len(), 2);
    Ok(())
}

/// A link serializes as the row, with what the junction says of it.
async fn through_serialized(Test { db, .. }: Test) -> Result<()> {
    let (u1, [p1, ..]) = team(&db).await?;
    u1.add_project(&db, &p1).through(UserProject::build().status("active")).await?;
    let through = json!({ "status": "active", "priority": null, "user_id": 1, "project_id": 1 });
    let link = json!({ "id": 1, "name": "p1", "through": through });
    let linked = u1.get_projects(&db).with_through().await?;
    assert_eq!(serde_json::to_value(&linked).unwrap(), json!([link]));
    let loaded = User::query().include(User::PROJECTS.with_through()).one(&db).await?;
    assert_eq!(serde_json::to_value(&loaded).unwrap(), json!({ "id": 1, "name": "u1", "projects": [link] }));
    let picked = u1.get_projects(&db).select_through(UserProject::STATUS).await?;
    assert_eq!(
        serde_json::to_value(&picked[0]).unwrap(),
        json!({ "id": 1, "name": "p1", "through": "active" })
    );
    Ok(())
}

async fn through_create(Test { db, .. }: Test) -> Result<()> {
    let (u1, _) = team(&db).await?;
    let new = u1.create_project(&db, Project::build().name("new")).through(UserProject::build().status("s"));
    assert_eq!(new.await?.name, "new");
    assert_eq!(links(&db).await?, [link(4, Some("s"), None)]);
    Ok(())
}

async fn through_defaults_and_items(Test { db, .. }: Test) -> Result<()> {
    let (u1, [p1, p2, _]) = team(&db).await?;
    let given = [(&p1, UserProject::build().status("inactive"))];
    u1.set_projects(&db, given).through(UserProject::build().status("active")).await?;
    u1.add_project(&db, &p2).through(UserProject::build().status("active")).await?;
    assert_eq!(links(&db).await?, [link(1, Some("inactive"), None), link(2, Some("active"), None)]);
    Ok(())
}

async fn through_merge(Test { db, .. }: Test) -> Result<()> {
    let (u1, [p1, p2, _]) = team(&db).await?;
    let all = || UserProject::build().status("default").priority(5);
    u1.add_projects(&db, [(&p1, UserProject::build().status("own")), (&p2, UserProject::build())])
        .through(all())
        .await?;
    assert_eq!(links(&db).await?, [link(1, Some("own"), Some(5)), link(2, Some("default"), Some(5))]);
    Ok(())
}

async fn through_get(Test { db, .. }: Test) -> Result<()> {
    let (u1, [p1, ..]) = team(&db).await?;
    u1.add_project(&db, &p1).through(UserProject::build().status("active").priority(3)).await?;
    let linked = u1.get_projects(&db).with_through().await?;
    assert_eq!(linked.len(), 1);
    assert_eq!((&linked[0].row, &linked[0].through), (&p1, &link(1, Some("active"), Some(3))));
    assert_eq!(linked[0].name, "p1");
    assert_eq!(p1.get_users(&db).with_through().first().await?.unwrap().through.priority, Some(3));
    Ok(())
}

/// What a loaded row came with is not taken for what it is to say now.
async fn through_loaded_instances(Test { db, .. }: Test) -> Result<()> {
    let (u1, [p1, ..]) = team(&db).await?;
    let u2 = User::build().name("u2").insert(&db).await?;
    u1.add_project(&db, &p1).through(UserProject::build().status("active")).await?;
    let linked = u1.get_projects(&db).with_through().await?;
    u2.add_project(&db, &linked[0].row).await?;
    assert_eq!(u2.get_projects(&db).with_through().await?[0].through.status, None);
    Ok(())
}

/// Other than in the oracle, the junction's columns have names here.
async fn through_order(Test { db, .. }: Test) -> Result<()> {
    let (u1, [p1, p2, p3]) = team(&db).await?;
    let given =
        [(&p1, 2), (&p2, 1), (&p3, 2)].map(|(row, priority)| (row, UserProject::build().priority(priority)));
    u1.add_projects(&db, given).await?;
    let projects =
        u1.get_projects(&db).order_through(UserProject::PRIORITY.asc()).order_by(Project::ID.desc());
    assert_eq!(projects.await?, [p2.clone(), p3.clone(), p1.clone()]);
    let linked = u1.get_projects(&db).with_through().order_through(UserProject::PRIORITY.desc());
    let linked = linked.order_by(Project::ID.asc()).limit(2).offset(1).await?;
    assert_eq!(linked.iter().map(|linked| linked.id).collect::<Vec<_>>(), [3, 2]);
    Ok(())
}

async fn through_save(Test { db, .. }: Test) -> Result<()> {
    let (u1, [p1, ..]) = team(&db).await?;
    u1.add_project(&db, &p1).through(UserProject::build().status("active")).await?;
    let mut linked = u1.get_projects(&db).with_through().await?;
    linked[0].through.status = Some("done".to_owned());
    linked[0].through.save(&db).await?;
    assert_eq!(links(&db).await?, [link(1, Some("done"), None)]);
    Ok(())
}

async fn through_set_updates(Test { db, .. }: Test) -> Result<()> {
    let (u1, [p1, p2, p3]) = team(&db).await?;
    u1.set_projects(&db, [&p1, &p2]).through(UserProject::build().status("a")).await?;
    u1.set_projects(&db, [&p2, &p3]).through(UserProject::build().status("b")).await?;
    let expected = [link(2, Some("b"), None), link(3, Some("b"), None)];
    assert_eq!(links(&db).await?, expected);
    u1.set_projects(&db, [&p2, &p3]).await?;
    assert_eq!(links(&db).await?, expected);
    Ok(())
}

async fn through_where(Test { db, .. }: Test) -> Result<()> {
    let (u1, [p1, p2, _]) = team(&db).await?;
    u1.add_project(&db, &p1).through(UserProject::build().status("active")).await?;
    u1.add_project(&db, &p2).through(UserProject::build().status("done")).await?;
    let active = UserProject::STATUS.eq("active");
    assert_eq!(u1.get_projects(&db).filter_through(active.clone()).await?, [p1]);
    let both = u1.get_projects(&db).filter_through(active).filter(Project::NAME.eq("p2"));
    assert_eq!(both.await?, []);
    Ok(())
}

async fn has_and_count_filter_through(Test { db, .. }: Test) -> Result<()> {
    let (u1, [p1, p2, _]) = team(&db).await?;
    u1.add_project(&db, &p1).through(UserProject::build().priority(1)).await?;
    u1.add_project(&db, &p2).await?;
    assert_eq!(u1.count_projects(&db).filter_through(UserProject::PRIORITY.is_null()).await?, 1);
    let p1_is_urgent =
        u1.get_projects(&db).filter(Project::ID.eq(1)).filter_through(UserProject::PRIORITY.lte(1));
    assert!(p1_is_urgent.exists().await?);
    Ok(())
}

async fn nm_update_join_row(Test { db, .. }: Test) -> Result<()> {
    let (u1, [p1, ..]) = team(&db).await?;
    u1.add_project(&db, &p1).through(UserProject::build().status("pending")).await?;
    let tx = db.begin().await?;
    u1.add_project(&tx, &p1).through(UserProject::build().status("completed")).await?;
    assert_eq!(u1.get_projects(&tx).with_through().await?[0].through.status.as_deref(), Some("completed"));
    tx.rollback().await?;
    assert_eq!(links(&db).await?, [link(1, Some("pending"), None)]);
    let refused = u1.add_project(&db, 99).through(UserProject::build().status("x")).await;
    assert_eq!(kind(refused), ErrorKind::ForeignKeyViolation);
    Ok(())
}
