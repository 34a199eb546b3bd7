//! Keys that change, and rows that are reached on two ways.
use orm::prelude::*;
use orm::{ErrorKind, Result};

use crate::case::Test;

crate::cases!["effects": [
    cascade_follows_a_changed_composite_key,
    cascade_follows_a_changed_key,
    no_action_refuses_to_change_a_key,
    parents_without_children_go_whatever_the_action,
    restrict_refuses_to_change_a_key,
    set_null_empties_when_a_key_changes,
    two_paths_to_one_row,
]];

/// Users with tasks, whose association has these options; gives the key of task 1 after user 1 has become user 50.
macro_rules! user_gets_key_50 {
    ($test:ident, [$($option:tt)*]) => {{
        #[derive(Model)]
        #[has_many(Task $($option)*)]
        struct User {
            id: i64,
            name: String,
        }
        #[derive(Model)]
        struct Task {
            id: i64,
            user_id: Option<i64>,
        }
        let db = &$test.db;
        schema![User, Task].sync(db).await?;
        let user = User::build().name("u").insert(db).await?;
        user.create_task(db, Task::build()).await?;
        let changed = User::update_where(User::NAME.eq("u")).set(User::ID, 50).execute(db).await;
        (changed.map_err(|error| error.kind()), Task::get(db, 1).await?.user_id)
    }};
}

/// Deletes a user who has no task, beside one who has.
macro_rules! user_without_tasks_goes {
    ($test:ident, [$($action:ident)*]) => {{$({
        #[derive(Model)]
        #[model(table = "users")]
        #[has_many(Task, on_delete = $action)]
        struct User {
            id: i64,
        }
        #[derive(Model)]
        #[model(table = "tasks")]
        struct Task {
            id: i64,
            #[column(default = 1)]
            user_id: Option<i64>,
        }
        let (db, schema) = (&$test.db, schema![User, Task]);
        schema.sync(db).await?;
        let owner = User::build().insert(db).await?;
        owner.create_task(db, Task::build()).await?;
        User::build().insert(db).await?.delete(db).await?;
        assert_eq!((User::query().count(db).await?, owner.count_tasks(db).await?), (1, 1), stringify!($action));
        schema.drop(db).await?;
    })*}};
}

async fn parents_without_children_go_whatever_the_action(test: Test) -> Result<()> {
    user_without_tasks_goes!(test, [cascade restrict no_action set_null set_default]);
    Ok(())
}

async fn cascade_follows_a_changed_key(test: Test) -> Result<()> {
    assert_eq!(user_gets_key_50!(test, []), (Ok(1), Some(50)));
    Ok(())
}

async fn no_action_refuses_to_change_a_key(test: Test) -> Result<()> {
    let refused = (Err(ErrorKind::ForeignKeyViolation), Some(1));
    assert_eq!(user_gets_key_50!(test, [, on_update = no_action]), refused);
    Ok(())
}

async fn restrict_refuses_to_change_a_key(test: Test) -> Result<()> {
    let refused = (Err(ErrorKind::ForeignKeyViolation), Some(1));
    assert_eq!(user_gets_key_50!(test, [, on_update = restrict]), refused);
    Ok(())
}

async fn set_null_empties_when_a_key_changes(test: Test) -> Result<()> {
    assert_eq!(user_gets_key_50!(test, [, on_update = set_null]), (Ok(1), None));
    Ok(())
}

async fn cascade_follows_a_changed_composite_key(Test { db, .. }: Test) -> Result<()> {
    #[derive(Model)]
    #[has_many(Room, foreign_key = (unit_tenant, unit_number))]
    struct Unit {
        #[key]
        tenant: String,
        #[key]
        number: i64,
    }
    #[derive(Model)]
    #[belongs_to(Unit, foreign_key = (unit_tenant, unit_number))]
    struct Room {
        id: i64,
        unit_tenant: String,
        unit_number: i64,
    }
    schema![Unit, Room].sync(&db).await?;
    let units = ["a", "b"].map(|tenant| Unit::build().tenant(tenant).number(1));
    for unit in Unit::insert_all(&db, units).await? {
        unit.create_room(&db, Room::build()).await?;
    }
    Unit::update_where(Unit::TENANT.eq("a")).set(Unit::NUMBER, 9).execute(&db).await?;
    let rooms = Room::query().order_by(Room::ID.asc()).all(&db).await?;
    let keys: Vec<_> = rooms.iter().map(|room| (&*room.unit_tenant, room.unit_number)).collect();
    assert_eq!(keys, [("a", 9), ("b", 1)]);
    assert_eq!(rooms[0].get_unit(&db).await?.number, 9);
    let refused = Unit::delete_all().execute(&db).await.expect_err("rooms refer to the units");
    assert_eq!(refused.kind(), ErrorKind::ForeignKeyViolation);
    Ok(())
}

/// One way says CASCADE, the other SET NULL. NO ACTION would depend on when the database looks: PostgreSQL does it before
/// the cascade has gone on, and refuses.
async fn two_paths_to_one_row(Test { db, .. }: Test) -> Result<()> {
    #[derive(Model)]
    #[has_many(Project, on_delete = cascade)]
    #[has_many(Task, foreign_key = owner_id)]
    struct User {
        id: i64,
    }
    #[derive(Model)]
    #[has_many(Task, on_delete = cascade)]
    struct Project {
        id: i64,
        user_id: i64,
    }
    #[derive(Model)]
    struct Task {
        id: i64,
        project_id: i64,
        owner_id: Option<i64>,
    }
    schema![User, Project, Task].sync(&db).await?;
    let user = User::build().insert(&db).await?;
    let project = user.create_project(&db, Project::build()).await?;
    project.create_task(&db, Task::build().owner_id(user.id)).await?;
    user.delete(&db).await?;
    assert_eq!((Project::query().count(&db).await?, Task::query().count(&db).await?), (0, 0));
    Ok(())
}
