//! Tables that are not what their models say: each statement gives an error of a kind that a program can act on, whose
//! message names the thing and the way out, and the database stays usable.
use orm::ErrorKind;
use orm::prelude::*;

use crate::case::Test;

crate::cases!["bad_input": [
    names_the_missing_table,
    names_the_missing_table_behind_an_association,
    names_the_missing_column,
    reports_text_where_a_number_is_expected,
    reports_a_number_that_is_too_large,
    reports_null_in_a_required_field,
    reports_null_for_a_required_column,
    reports_mismatches_in_selected_columns_and_raw_sql,
    a_transaction_survives_a_mismatch,
]];

#[derive(Model, Debug, Clone, PartialEq)]
#[has_many(Cog)]
struct Gadget {
    id: i64,
    name: String,
    size: Option<i32>,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[belongs_to(Gadget)]
struct Cog {
    id: i64,
    teeth: i64,
    gadget_id: i64,
}

/// A table that another program made.
async fn create(db: &Db, columns: &str) -> orm::Result<()> {
    orm::sql(format!("CREATE TABLE gadgets (id BIGINT PRIMARY KEY, {columns})")).execute(db).await?;
    Ok(())
}

/// Checks an error and its text, and that the database still answers.
async fn check<T: std::fmt::Debug>(
    db: &Db,
    result: orm::Result<T>,
    (kind, parts): (ErrorKind, &[&str]),
) -> orm::Result<()> {
    let error = result.unwrap_err();
    assert_eq!(error.kind(), kind, "{error}");
    for part in parts {
        assert!(error.to_string().contains(part), "`{error}` does not say `{part}`");
    }
    assert_eq!(orm::sql("SELECT 1").fetch_scalars::<i64>(db).await?, [1]);
    Ok(())
}

async fn names_the_missing_table(test: Test) -> orm::Result<()> {
    let db = &test.db;
    let missing = (ErrorKind::UndefinedTable, &["`gadgets`", "SCHEMA.sync(&db)"][..]);
    check(db, Gadget::query().all(db).await, missing).await?;
    check(db, Gadget::find(db, 1).await, missing).await?;
    check(db, Gadget::query().count(db).await, missing).await?;
    check(db, Gadget::build().name("x").insert(db).await, missing).await?;
    check(db, Gadget::update_all().set(Gadget::NAME, "x").execute(db).await, missing).await?;
    check(db, Gadget::delete_all().execute(db).await, missing).await?;
    let mut stream = Gadget::query().stream(db);
    let first = stream.next().await.expect("an error is an item");
    drop(stream);
    check(db, first, missing).await
}

async fn names_the_missing_table_behind_an_association(test: Test) -> orm::Result<()> {
    let db = &test.db;
    create(db, "name TEXT, size INTEGER").await?;
    orm::sql("INSERT INTO gadgets (id, name) VALUES (1, 'lever')").execute(db).await?;
    let lever = Gadget::get(db, 1).await?;
    let missing = (ErrorKind::UndefinedTable, &["`cogs`", "SCHEMA.sync(&db)"][..]);
    check(db, lever.get_cogs(db).await, missing).await?;
    check(db, lever.create_cog(db, Cog::build().teeth(3)).await, missing).await?;
    check(db, Gadget::query().filter(Gadget::COGS.any(Cog::TEETH.gt(3))).all(db).await, missing).await?;
    check(db, Gadget::query().include(Gadget::COGS).all(db).await, missing).await
}

async fn names_the_missing_column(test: Test) -> orm::Result<()> {
    let db = &test.db;
    create(db, "name TEXT").await?;
    let missing = (ErrorKind::UndefinedColumn, &["size"][..]);
    check(db, Gadget::query().all(db).await, missing).await?;
    check(db, Gadget::query().filter(Gadget::SIZE.gt(1)).count(db).await, missing).await?;
    check(db, Gadget::build().id(1).name("x").size(1).insert(db).await, missing).await?;
    check(db, Gadget::update_all().set(Gadget::SIZE, 1).execute(db).await, missing).await?;
    // Raw SQL is looked at when there is a row; the message names the model that lacks the column.
    orm::sql("INSERT INTO gadgets (id, name) VALUES (1, 'x')").execute(db).await?;
    let result = orm::sql("SELECT id, name FROM gadgets").fetch::<Gadget>(db).await;
    check(db, result, (ErrorKind::UndefinedColumn, &["`size`", "`Gadget`"])).await
}

async fn reports_text_where_a_number_is_expected(test: Test) -> orm::Result<()> {
    let db = &test.db;
    create(db, "name TEXT, size TEXT").await?;
    orm::sql("INSERT INTO gadgets (id, name, size) VALUES (1, 'x', 'large')").execute(db).await?;
    let wrong = (ErrorKind::Decode, &["`Gadget.size`", "`gadgets`", "holds text", "a type that fits"][..]);
    check(db, Gadget::query().all(db).await, wrong).await?;
    check(db, Gadget::query().include(Gadget::COGS).first(db).await, wrong).await?;
    check(db, Gadget::get(db, 1).await, wrong).await
}

async fn reports_a_number_that_is_too_large(test: Test) -> orm::Result<()> {
    let db = &test.db;
    create(db, "name TEXT, size BIGINT").await?;
    orm::sql("INSERT INTO gadgets (id, name, size) VALUES (1, 'x', 3000000000)").execute(db).await?;
    check(db, Gadget::get(db, 1).await, (ErrorKind::Decode, &["`Gadget.size`", "integer"])).await
}

async fn reports_null_in_a_required_field(test: Test) -> orm::Result<()> {
    let db = &test.db;
    create(db, "name TEXT, size INTEGER").await?;
    orm::sql("INSERT INTO gadgets (id) VALUES (1)").execute(db).await?;
    let empty = (ErrorKind::Decode, &["`Gadget.name`", "column `name`", "no value", "`Option`"][..]);
    check(db, Gadget::query().all(db).await, empty).await?;
    let mut gadget = Gadget { id: 1, name: "before".to_owned(), size: Some(1) };
    let before = gadget.clone();
    check(db, gadget.reload(db).await, empty).await?;
    assert_eq!(gadget, before, "a failed reload leaves the struct as it was");
    Ok(())
}

async fn reports_null_for_a_required_column(test: Test) -> orm::Result<()> {
    let db = &test.db;
    create(db, "name TEXT, size INTEGER NOT NULL").await?;
    let refused = (ErrorKind::NotNullViolation, &["`Gadget`", "`size`"][..]);
    check(db, Gadget::build().id(1).name("x").insert(db).await, refused).await?;
    let mut gadget = Gadget::build().id(2).name("y").size(2).insert(db).await?;
    check(db, gadget.update(db).set(Gadget::SIZE, None).await, refused).await?;
    assert_eq!(gadget.size, Some(2), "a refused update leaves the struct as it was");
    Ok(())
}

async fn reports_mismatches_in_selected_columns_and_raw_sql(test: Test) -> orm::Result<()> {
    let db = &test.db;
    create(db, "name TEXT, size TEXT").await?;
    orm::sql("INSERT INTO gadgets (id, size) VALUES (1, 'large')").execute(db).await?;
    let selected = Gadget::query().select((Gadget::ID, Gadget::NAME)).all(db).await;
    check(db, selected, (ErrorKind::Decode, &["`Gadget.name`", "no value"])).await?;
    let scalars = orm::sql("SELECT size FROM gadgets").fetch_scalars::<i64>(db).await;
    check(db, scalars, (ErrorKind::Decode, &["integer", "text"])).await?;
    let rows = orm::sql("SELECT id, size FROM gadgets").fetch_rows::<(i64, i64)>(db).await;
    check(db, rows, (ErrorKind::Decode, &["column 2", "text"])).await
}

/// What cannot be read is no failure of the database: the transaction goes on.
async fn a_transaction_survives_a_mismatch(test: Test) -> orm::Result<()> {
    let db = &test.db;
    create(db, "name TEXT, size TEXT").await?;
    db.transaction(async |tx| {
        orm::sql("INSERT INTO gadgets (id, name, size) VALUES (1, 'x', 'large')").execute(tx).await?;
        let error = Gadget::query().all(tx).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Decode);
        orm::sql("UPDATE gadgets SET name = 'y'").execute(tx).await?;
        Ok(())
    })
    .await?;
    assert_eq!(orm::sql("SELECT name FROM gadgets").fetch_scalars::<String>(db).await?, ["y"]);
    Ok(())
}
