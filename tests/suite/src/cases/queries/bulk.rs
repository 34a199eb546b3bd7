//! `insert_all`.
use orm::prelude::*;
use orm::schema::Schema;
use orm::{ErrorKind, Result, schema};

use crate::case::Test;
use crate::cases::support::{assert_clean, kind, rows};

crate::cases!["queries": [
    insert_all_gives_rows_in_their_order,
    insert_all_inside_a_transaction,
    insert_all_mixes_given_and_generated_keys,
    insert_all_of_many_rows,
    insert_all_of_nothing,
    insert_all_of_one,
    insert_all_of_wide_rows_keeps_to_the_bind_limit,
    insert_all_stores_all_or_nothing,
    insert_reports_violations,
]];

#[derive(Model, Debug, Clone, PartialEq)]
#[belongs_to(Self, as = friend)]
struct User {
    id: i64,
    #[column(unique)]
    name: String,
    age: Option<i32>,
    friend_id: Option<i64>,
}

const SCHEMA: Schema = schema![User];

async fn insert_all_of_nothing(Test { db, .. }: Test) -> Result<()> {
    SCHEMA.sync(&db).await?;
    let nobody: Vec<User> = User::insert_all(&db, [User::build().name("a")].into_iter().take(0)).await?;
    assert!(nobody.is_empty());
    assert_clean::<User>(&db, 0).await?;
    Ok(())
}

async fn insert_all_of_one(Test { db, .. }: Test) -> Result<()> {
    SCHEMA.sync(&db).await?;
    let stored = User::insert_all(&db, [User::build().name("a").age(7)]).await?;
    assert_eq!(stored, [User { id: 1, name: "a".into(), age: Some(7), friend_id: None }]);
    assert_eq!(rows(&db, User::ID.asc()).await?, stored);
    Ok(())
}

async fn insert_all_of_many_rows(Test { db, .. }: Test) -> Result<()> {
    SCHEMA.sync(&db).await?;
    let builders = (0..10_000).map(|number| User::build().name(format!("{number:05}")).age(number));
    let stored = User::insert_all(&db, builders).await?;
    assert_eq!(stored.len(), 10_000);
    for (number, user) in stored.iter().enumerate() {
        assert_eq!(user.name, format!("{number:05}"));
    }
    assert_eq!(rows(&db, User::NAME.asc()).await?, stored);
    assert_clean::<User>(&db, 10_000).await
}

async fn insert_all_gives_rows_in_their_order(Test { db, .. }: Test) -> Result<()> {
    SCHEMA.sync(&db).await?;
    let names = ["z", "a", "m", "b"];
    let stored = User::insert_all(&db, names.map(|name| User::build().name(name))).await?;
    assert_eq!(stored.iter().map(|user| user.name.as_str()).collect::<Vec<_>>(), names);
    for user in &stored {
        assert_eq!(User::get(&db, user.id).await?.name, user.name);
    }
    Ok(())
}

async fn insert_all_mixes_given_and_generated_keys(Test { db, .. }: Test) -> Result<()> {
    SCHEMA.sync(&db).await?;
    let builders = (0..6).map(|number| {
        let builder = User::build().name(format!("{number}"));
        // Both states of the key are one type, because the database counts it up.
        if number % 3 == 1 { builder.id(1_000 + i64::from(number)) } else { builder }
    });
    let stored = User::insert_all(&db, builders).await?;
    assert_eq!(
        stored.iter().map(|user| user.name.as_str()).collect::<Vec<_>>(),
        ["0", "1", "2", "3", "4", "5"]
    );
    assert_eq!((stored[1].id, stored[4].id), (1_001, 1_004));
    for user in &stored {
        assert_eq!(&User::get(&db, user.id).await?, user);
    }
    assert_clean::<User>(&db, 6).await
}

async fn insert_all_stores_all_or_nothing(Test { db, .. }: Test) -> Result<()> {
    SCHEMA.sync(&db).await?;
    for (rows, duplicate) in [(3_u32, 2_u32), (5_000, 4_900)] {
        let builders = (0..rows).map(|number| {
            let number = if number == duplicate { 0 } else { number };
            User::build().name(format!("{number}"))
        });
        assert_eq!(kind(User::insert_all(&db, builders).await), ErrorKind::UniqueViolation);
        assert_clean::<User>(&db, 0).await?;
    }
    let builders = (0..3_000_i64).map(|number| User::build().name(format!("{number}")).friend_id(number));
    assert_eq!(kind(User::insert_all(&db, builders).await), ErrorKind::ForeignKeyViolation);
    assert_clean::<User>(&db, 0).await
}

async fn insert_all_inside_a_transaction(Test { db, .. }: Test) -> Result<()> {
    SCHEMA.sync(&db).await?;
    let tx = db.begin().await?;
    User::insert_all(&tx, (0..3_000).map(|number| User::build().name(format!("{number}")))).await?;
    let again = (2_999..6_000).map(|number| User::build().name(format!("{number}")));
    let again = tx.transaction(async |inner| User::insert_all(inner, again).await).await;
    assert_eq!(kind(again), ErrorKind::UniqueViolation);
    assert_eq!(User::query().count(&tx).await?, 3_000, "the savepoint alone was undone");
    tx.rollback().await?;
    assert_clean::<User>(&db, 0).await
}

async fn insert_reports_violations(Test { db, .. }: Test) -> Result<()> {
    SCHEMA.sync(&db).await?;
    let ada = User::build().name("ada").insert(&db).await?;
    let error = User::build().name("ada").insert(&db).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::UniqueViolation);
    assert!(error.to_string().contains("User"), "{error}");
    let error = User::build().name("bob").friend_id(77).insert(&db).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ForeignKeyViolation);
    let same_key = User::build().id(ada.id).name("bob").insert(&db).await;
    assert_eq!(kind(same_key), ErrorKind::UniqueViolation);
    assert_clean::<User>(&db, 1).await
}

mod wide {
    use super::*;

    #[derive(Model, Debug, Clone, PartialEq)]
    pub(super) struct Wide {
        pub(super) id: i64,
        pub(super) a: i64,
        pub(super) b: Option<i64>,
        pub(super) c: Option<i64>,
        pub(super) d: Option<i64>,
        pub(super) e: Option<i64>,
        pub(super) f: Option<i64>,
        pub(super) g: Option<i64>,
        pub(super) h: Option<i64>,
        pub(super) i: Option<i64>,
        pub(super) j: Option<i64>,
        pub(super) k: Option<i64>,
        pub(super) l: Option<i64>,
        pub(super) m: Option<i64>,
        pub(super) n: Option<i64>,
        pub(super) o: Option<i64>,
        pub(super) p: Option<i64>,
        pub(super) q: Option<i64>,
        pub(super) r: Option<i64>,
        pub(super) s: Option<i64>,
        pub(super) t: Option<i64>,
        pub(super) u: Option<i64>,
        pub(super) v: Option<i64>,
        pub(super) w: Option<i64>,
        pub(super) x: Option<i64>,
        pub(super) y: Option<i64>,
        pub(super) z: Option<i64>,
        pub(super) aa: Option<i64>,
        pub(super) ab: Option<i64>,
        pub(super) ac: Option<i64>,
        pub(super) ad: Option<i64>,
        pub(super) ae: Option<i64>,
        pub(super) af: Option<i64>,
        pub(super) ag: Option<i64>,
        pub(super) ah: Option<i64>,
        pub(super) ai: Option<i64>,
        pub(super) aj: Option<i64>,
    }
}

async fn insert_all_of_wide_rows_keeps_to_the_bind_limit(Test { db, .. }: Test) -> Result<()> {
    use wide::Wide;
    schema![Wide].sync(&db).await?;
    let stored = Wide::insert_all(&db, (0..3_000).map(|number| Wide::build().a(number).aj(-number))).await?;
    assert_eq!(rows(&db, Wide::A.asc()).await?, stored);
    assert_eq!(stored[2_999].aj, Some(-2_999));
    Ok(())
}
