//! Tables in a schema of their own (SQLite: in an attached database), beside tables of the same name.
use orm::prelude::*;
use orm::{Db, ErrorKind, Result, sql};

use crate::backend::{Backend, Keeper};
use crate::case::Test;

crate::cases!["sync": [
    comments_are_left_alone,
    tables_lie_in_the_schema_they_name,
]];

/// The two point to each other, so that one constraint is added afterwards.
#[derive(Model, Debug, Clone, PartialEq)]
#[model(schema = "archive")]
#[has_many(Book)]
#[belongs_to(Book, as = favourite)]
struct Author {
    id: i64,
    #[column(unique)]
    name: String,
    favourite_id: Option<i64>,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(schema = "archive")]
#[belongs_to(Author)]
struct Book {
    id: i64,
    #[column(index)]
    title: String,
    author_id: i64,
}

const SCHEMA: Schema = schema![Author, Book];

/// A database with a schema; what is attached belongs to one connection, so there is one.
async fn archive(backend: Backend) -> Result<(Db, Keeper)> {
    let (db, keeper) = backend.create_with("pool=1").await?;
    let make =
        if backend == Backend::Postgres { "CREATE SCHEMA archive" } else { "ATTACH ':memory:' AS archive" };
    sql(make).execute(&db).await?;
    Ok((db, keeper))
}

async fn tables_lie_in_the_schema_they_name(test: Test) -> Result<()> {
    let (db, _keeper) = archive(test.backend).await?;
    sql("CREATE TABLE books (isbn TEXT)").execute(&db).await?;
    for _ in 0..2 {
        SCHEMA.sync(&db).await?;
        SCHEMA.verify(&db).await?;
    }
    let ada = Author::build().name("Ada").insert(&db).await?;
    let book = ada.create_book(&db, Book::build().title("Notes")).await?;
    Author::update_where(Author::ID.eq(ada.id)).set(Author::FAVOURITE_ID, book.id).execute(&db).await?;
    let authors = Author::query().include(Author::BOOKS).include(Author::FAVOURITE).all(&db).await?;
    assert_eq!((&authors[0].books[..], &authors[0].favourite), (&[book.clone()][..], &Some(book.clone())));
    let lost = Book::build().title("x").author_id(77).insert(&db).await.unwrap_err();
    assert_eq!(lost.kind(), ErrorKind::ForeignKeyViolation);
    assert_eq!(
        sql("SELECT COUNT(*) FROM books").fetch_scalars::<i64>(&db).await?,
        [0],
        "the other one is as it was"
    );
    SCHEMA.drop(&db).await?;
    assert_eq!(Book::query().all(&db).await.unwrap_err().kind(), ErrorKind::UndefinedTable);
    assert_eq!(sql("SELECT COUNT(*) FROM books").fetch_scalars::<i64>(&db).await?, [0]);
    db.close().await;
    Ok(())
}

/// PostgreSQL has comments of its own; SQLite keeps the text of the definition with the comments in it.
async fn comments_are_left_alone(test: Test) -> Result<()> {
    let (db, _keeper) = archive(test.backend).await?;
    let comment = if test.backend == Backend::Postgres {
        SCHEMA.sync(&db).await?;
        sql("COMMENT ON TABLE archive.authors IS 'who writes'").execute(&db).await?;
        "SELECT obj_description('archive.authors'::regclass)"
    } else {
        let table = "CREATE TABLE archive.authors (id INTEGER PRIMARY KEY, name TEXT, favourite_id INTEGER /* who writes */)";
        sql(table).execute(&db).await?;
        "SELECT substr(sql, instr(sql, '/* ') + 3, 10) FROM archive.sqlite_schema WHERE name = 'authors'"
    };
    SCHEMA.sync(&db).await?;
    assert_eq!(sql(comment).fetch_scalars::<String>(&db).await?, ["who writes"]);
    db.close().await;
    Ok(())
}
