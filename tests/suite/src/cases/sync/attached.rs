//! Tables in another schema, or in an attached database.
use orm::prelude::*;
use orm::{ErrorKind, Result};

use crate::case::Test;
use crate::cases::support::{kind, sorted};

crate::cases!["sync": [tables_in_another_schema]];

#[derive(Model, Debug, Clone, PartialEq)]
#[model(schema = "archive")]
#[has_many(Book)]
struct Author {
    id: i64,
    name: String,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(schema = "archive")]
#[belongs_to(Author, on_delete = cascade)]
#[belongs_to_many(Label, through = Sticker)]
#[belongs_to_many(Label, as = marks, through = "marks")]
struct Book {
    id: i64,
    #[column(unique)]
    title: String,
    author_id: i64,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(schema = "archive")]
#[belongs_to_many(Book, through = Sticker)]
struct Label {
    id: i64,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(schema = "archive")]
#[belongs_to(Book)]
#[belongs_to(Label)]
struct Sticker {
    #[key]
    book_id: i64,
    #[key]
    label_id: i64,
    place: Option<String>,
}

/// In the default schema, under a name that the other schema has, too.
#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "books")]
struct Order {
    id: i64,
}

const SCHEMA: Schema = schema![Author, Book, Label, Sticker, Order];

async fn tables_in_another_schema(Test { backend, .. }: Test) -> Result<()> {
    let (db, _keeper) = backend.create_beside("archive").await?;
    SCHEMA.sync(&db).await?;
    SCHEMA.sync(&db).await?;
    SCHEMA.verify(&db).await?;
    Order::build().insert(&db).await?;
    let ann = Author::build().name("Ann").insert(&db).await?;
    let book = ann.create_book(&db, Book::build().title("a")).await?;
    assert_eq!(kind(ann.create_book(&db, Book::build().title("a")).await), ErrorKind::UniqueViolation);
    let other = ann.create_book(&db, Book::build().title("b")).await?;
    let label = book.create_label(&db, Label::build()).through(Sticker::build().place("back")).await?;
    other.add_label(&db, &label).await?;
    other.set_marks(&db, [&label]).await?;
    assert_eq!(sorted(label.get_books(&db).select(Book::TITLE).await?), ["a", "b"]);
    let books = Book::query().include(Book::AUTHOR).include(Book::LABELS.with_through()).include(Book::MARKS);
    let loaded =
        books.filter(Book::AUTHOR.matches(Author::NAME.eq("Ann"))).order_by(Book::ID.asc()).all(&db).await?;
    assert_eq!(loaded[0].labels[0].through.place.as_deref(), Some("back"));
    assert_eq!((&loaded[1].author, &loaded[1].marks), (&ann, &vec![label]));
    let stored: Vec<i64> = orm::sql("SELECT label_id FROM archive.marks").fetch_scalars(&db).await?;
    assert_eq!(stored.len(), 1);
    ann.delete(&db).await?;
    assert_eq!((Sticker::query().count(&db).await?, Order::query().count(&db).await?), (0, 1));
    SCHEMA.delete_all(&db).await?;
    SCHEMA.drop(&db).await
}
