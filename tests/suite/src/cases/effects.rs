//! What the database does to rows when the row that they refer to goes, or changes its key.
use orm::prelude::*;
use orm::{ErrorKind, Result};

use crate::case::Test;

pub(super) mod keys;

crate::cases!["effects": [
    cascade_chain,
    constraints_false,
    delete_default,
    delete_no_action,
    delete_restrict,
    delete_set_default,
    destroy_where,
    not_null_default,
    one_to_one_delete,
    self_delete_parent,
]];

/// Users with tasks, whose association has these options; gives what is left of task 1 after user 1 is deleted.
macro_rules! user_is_deleted {
    ($test:ident, [$($option:tt)*], $key:ty $(, $default:literal)?) => {{
        #[derive(Model, Debug, PartialEq)]
        #[has_many(Task $($option)*)]
        struct User {
            id: i64,
            username: Option<String>,
        }
        #[derive(Model, Debug, PartialEq)]
        struct Task {
            id: i64,
            title: Option<String>,
            $(#[column(default = $default)])?
            user_id: $key,
        }
        let db = &$test.db;
        schema![User, Task].sync(db).await?;
        let users = User::insert_all(db, ["foo", "bar"].map(|name| User::build().username(name))).await?;
        let task = Task::build().title("t").user_id(users[0].id).insert(db).await?;
        assert_eq!((task.id, task.user_id.into()), (1, Some(1_i64)));
        let deleted = User::get(db, 1).await?.delete(db).await.map_err(|error| error.kind());
        let users: Vec<_> = User::query().order_by(User::ID.asc()).all(db).await?.iter().map(|user| user.id).collect();
        let keys: Vec<Option<i64>> = Task::query().all(db).await?.into_iter().map(|task| task.user_id.into()).collect();
        (deleted, users, keys)
    }};
}

async fn delete_default(test: Test) -> Result<()> {
    assert_eq!(user_is_deleted!(test, [], Option<i64>), (Ok(()), vec![2], vec![None]));
    Ok(())
}

async fn delete_no_action(test: Test) -> Result<()> {
    let refused = (Err(ErrorKind::ForeignKeyViolation), vec![1, 2], vec![Some(1)]);
    assert_eq!(user_is_deleted!(test, [, on_delete = no_action], Option<i64>), refused);
    Ok(())
}

async fn delete_restrict(test: Test) -> Result<()> {
    let refused = (Err(ErrorKind::ForeignKeyViolation), vec![1, 2], vec![Some(1)]);
    assert_eq!(user_is_deleted!(test, [, on_delete = restrict], Option<i64>), refused);
    Ok(())
}

/// Without a default this does not compile: it would be SET NULL.
async fn delete_set_default(test: Test) -> Result<()> {
    let moved = (Ok(()), vec![2], vec![Some(2)]);
    assert_eq!(user_is_deleted!(test, [, on_delete = set_default], Option<i64>, 2), moved);
    Ok(())
}

/// Nothing is deleted that nobody asked to delete.
async fn not_null_default(test: Test) -> Result<()> {
    let refused = (Err(ErrorKind::ForeignKeyViolation), vec![1, 2], vec![Some(1)]);
    assert_eq!(user_is_deleted!(test, [], i64), refused);
    Ok(())
}

async fn cascade_chain(Test { db, .. }: Test) -> Result<()> {
    #[derive(Model)]
    #[model(table = "as_")]
    #[has_many(B, on_delete = cascade)]
    struct A {
        id: i64,
        n: Option<String>,
    }
    #[derive(Model)]
    #[model(table = "bs_")]
    #[has_many(C, on_delete = cascade)]
    struct B {
        id: i64,
        n: Option<String>,
        a_id: Option<i64>,
    }
    #[derive(Model)]
    #[model(table = "cs_")]
    struct C {
        id: i64,
        n: Option<String>,
        b_id: Option<i64>,
    }
    schema![A, B, C].sync(&db).await?;
    let a = A::build().n("a").insert(&db).await?;
    let b = a.create_b(&db, B::build().n("b")).await?;
    b.create_c(&db, C::build().n("c")).await?;
    let other = A::build().n("other").insert(&db).await?.create_b(&db, B::build()).await?;
    other.create_c(&db, C::build()).await?;
    a.delete(&db).await?;
    let left = (A::query().count(&db).await?, B::query().count(&db).await?, C::query().count(&db).await?);
    assert_eq!(left, (1, 1, 1));
    Ok(())
}

async fn constraints_false(Test { db, .. }: Test) -> Result<()> {
    #[derive(Model)]
    #[has_many(Task, constraints = false)]
    struct User {
        id: i64,
        username: Option<String>,
    }
    #[derive(Model, Debug, PartialEq)]
    #[belongs_to(User, constraints = false)]
    struct Task {
        id: i64,
        title: Option<String>,
        user_id: Option<i64>,
    }
    schema![User, Task].sync(&db).await?;
    let user = User::build().username("foo").insert(&db).await?;
    let task = user.create_task(&db, Task::build().title("t")).await?;
    user.delete(&db).await?;
    assert_eq!(Task::get(&db, task.id).await?, Task { id: 1, title: Some("t".to_owned()), user_id: Some(1) });
    assert!(task.get_user(&db).await?.is_none());
    let task = Task::build().title("x").user_id(77).insert(&db).await?;
    assert_eq!((task.id, task.user_id), (2, Some(77)));
    assert_eq!(Task::query().filter(Task::USER.exists()).count(&db).await?, 0);
    Ok(())
}

async fn destroy_where(Test { db, .. }: Test) -> Result<()> {
    #[derive(Model)]
    #[has_many(Task)]
    struct User {
        id: i64,
        username: Option<String>,
    }
    #[derive(Model)]
    struct Task {
        id: i64,
        title: Option<String>,
        user_id: Option<i64>,
    }
    schema![User, Task].sync(&db).await?;
    let users = User::insert_all(&db, ["foo", "bar"].map(|name| User::build().username(name))).await?;
    let task = users[0].create_task(&db, Task::build().title("t")).await?;
    let kept = users[1].create_task(&db, Task::build().title("u")).await?;
    assert_eq!(User::delete_where(User::USERNAME.eq("foo")).execute(&db).await?, 1);
    assert_eq!(Task::get(&db, task.id).await?.user_id, None);
    assert_eq!(Task::get(&db, kept.id).await?.user_id, Some(2));
    Ok(())
}

async fn one_to_one_delete(Test { db, .. }: Test) -> Result<()> {
    #[derive(Model)]
    #[has_one(Ship)]
    struct Captain {
        id: i64,
        name: Option<String>,
        skill_level: Option<i32>,
    }
    #[derive(Model, Debug, PartialEq)]
    #[belongs_to(Captain)]
    struct Ship {
        id: i64,
        name: Option<String>,
        crew_capacity: Option<i32>,
        captain_id: Option<i64>,
    }
    schema![Captain, Ship].sync(&db).await?;
    let captain = Captain::build().name("j").insert(&db).await?;
    let mut ship = captain.create_ship(&db, Ship::build().name("s")).await?;
    assert_eq!(ship.captain_id, Some(1));
    captain.delete(&db).await?;
    ship.reload(&db).await?;
    assert_eq!(ship, Ship { id: 1, name: Some("s".to_owned()), crew_capacity: None, captain_id: None });
    Ok(())
}

async fn self_delete_parent(Test { db, .. }: Test) -> Result<()> {
    #[derive(Model)]
    #[has_many(Category, as = children, foreign_key = parent_id)]
    #[belongs_to(Category, as = parent)]
    struct Category {
        id: i64,
        name: Option<String>,
        parent_id: Option<i64>,
    }
    schema![Category].sync(&db).await?;
    let root = Category::build().name("root").insert(&db).await?;
    let child = root.create_child(&db, Category::build().name("a")).await?;
    assert_eq!(child.get_parent(&db).await?.map(|parent| parent.id), Some(root.id));
    root.delete(&db).await?;
    let left: Vec<_> = Category::query().all(&db).await?.iter().map(|row| (row.id, row.parent_id)).collect();
    assert_eq!(left, [(2, None)]);
    Ok(())
}
