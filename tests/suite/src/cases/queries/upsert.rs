//! Rows that may be there already.
use orm::prelude::*;
use orm::schema::Schema;
use orm::{ErrorKind, Result, schema};

use crate::case::Test;
use crate::cases::support::{kind, rows};

crate::cases!["queries": [
    upsert_inserts_what_is_new,
    upsert_keeps_columns_that_are_not_given,
    upsert_of_a_composite_key,
    upsert_on_a_unique_column,
    upsert_on_one_column_reports_another,
    upsert_without_further_columns_gives_what_is_stored,
    concurrent_upserts_store_one_row,
]];

#[derive(Model, Debug, Clone, PartialEq)]
struct Account {
    id: i64,
    #[column(unique)]
    email: String,
    #[column(unique)]
    handle: Option<String>,
    name: String,
    #[column(default = 5)]
    credit: i64,
}

#[derive(Model, Debug, Clone, PartialEq)]
struct Vote {
    #[key]
    poll: i64,
    #[key]
    voter: i64,
    choice: String,
    note: Option<String>,
}

const SCHEMA: Schema = schema![Account, Vote];

fn account(id: i64, email: &str, name: &str, credit: i64) -> Account {
    Account { id, email: email.into(), handle: None, name: name.into(), credit }
}

async fn upsert_inserts_what_is_new(Test { db, .. }: Test) -> Result<()> {
    SCHEMA.sync(&db).await?;
    let first = Account::build().email("a").name("A").upsert(&db).await?;
    assert_eq!(first, account(1, "a", "A", 5));
    let seventh = Account::build().id(7).email("b").name("B").upsert(&db).await?;
    assert_eq!(seventh, account(7, "b", "B", 5));
    let third = Account::build().email("c").name("C").upsert_on(&db, Account::EMAIL).await?;
    assert_eq!((third.email.as_str(), third.credit), ("c", 5));
    assert_eq!(rows(&db, Account::EMAIL.asc()).await?, [first, seventh, third]);
    Ok(())
}

async fn upsert_keeps_columns_that_are_not_given(Test { db, .. }: Test) -> Result<()> {
    SCHEMA.sync(&db).await?;
    Account::build().email("a").name("A").credit(9).handle("h").insert(&db).await?;
    let stored = Account::build().id(1).email("a2").name("A2").upsert(&db).await?;
    assert_eq!(stored, Account { handle: Some("h".into()), ..account(1, "a2", "A2", 9) });
    let emptied = Account::build().id(1).email("a2").name("A2").handle(None).upsert(&db).await?;
    assert_eq!(emptied.handle, None);
    assert_eq!(rows(&db, Account::ID.asc()).await?, [emptied]);
    Ok(())
}

async fn upsert_on_a_unique_column(Test { db, .. }: Test) -> Result<()> {
    SCHEMA.sync(&db).await?;
    let first = Account::build().email("a").name("A").insert(&db).await?;
    let again = Account::build().email("a").name("B").credit(1).upsert_on(&db, Account::EMAIL).await?;
    assert_eq!(again, account(first.id, "a", "B", 1));
    assert_eq!(rows(&db, Account::ID.asc()).await?, [again]);
    Ok(())
}

async fn upsert_on_one_column_reports_another(Test { db, .. }: Test) -> Result<()> {
    SCHEMA.sync(&db).await?;
    Account::build().email("a").handle("h").name("A").insert(&db).await?;
    let other = Account::build().email("b").handle("h").name("B").upsert_on(&db, Account::EMAIL).await;
    assert_eq!(kind(other), ErrorKind::UniqueViolation);
    assert_eq!(Account::query().count(&db).await?, 1);
    Ok(())
}

async fn upsert_of_a_composite_key(Test { db, .. }: Test) -> Result<()> {
    SCHEMA.sync(&db).await?;
    Vote::build().poll(1).voter(2).choice("yes").note("n").upsert(&db).await?;
    Vote::build().poll(1).voter(3).choice("no").upsert(&db).await?;
    let changed = Vote::build().poll(1).voter(2).choice("no").upsert(&db).await?;
    assert_eq!(changed, Vote { poll: 1, voter: 2, choice: "no".into(), note: Some("n".into()) });
    assert_eq!(Vote::query().count(&db).await?, 2);
    Ok(())
}

mod tag {
    use super::*;

    #[derive(Model, Debug, Clone, PartialEq)]
    pub(super) struct Tag {
        pub(super) id: i64,
        #[column(unique)]
        pub(super) name: String,
    }
}

async fn upsert_without_further_columns_gives_what_is_stored(Test { db, .. }: Test) -> Result<()> {
    use tag::Tag;
    schema![Tag].sync(&db).await?;
    let first = Tag::build().name("rust").insert(&db).await?;
    let again = Tag::build().name("rust").upsert_on(&db, Tag::NAME).await?;
    assert_eq!(again, first);
    assert_eq!(Tag::query().count(&db).await?, 1);
    Ok(())
}

async fn concurrent_upserts_store_one_row(Test { db, .. }: Test) -> Result<()> {
    SCHEMA.sync(&db).await?;
    let running: Vec<_> = (0..8)
        .map(|number| {
            let db = db.clone();
            tokio::spawn(async move {
                Account::build().email("a").name("A").credit(number).upsert_on(&db, Account::EMAIL).await
            })
        })
        .collect();
    for task in running {
        assert_eq!(task.await.unwrap()?.id, 1);
    }
    assert_eq!(Account::query().count(&db).await?, 1);
    Ok(())
}
