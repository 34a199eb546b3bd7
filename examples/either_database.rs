//! One program, either database: the URL decides, as argument or in `DATABASE_URL`, and `sqlite::memory:` without one.
//!
//! ```text
//! cargo run --example either_database
//! cargo run --example either_database --features postgres -- postgres://localhost/postgres
//! ```
//!
//! It makes tables of its own, `either_…`, and drops them at the end.
use orm::ErrorKind;
use orm::prelude::*;

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "either_shelves")]
#[has_many(Book, foreign_key = shelf_id)]
struct Shelf {
    id: i64,
    #[column(unique)]
    name: String,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "either_books")]
#[belongs_to(Shelf, on_delete = cascade)]
#[belongs_to_many(Reader, through = Loan)]
struct Book {
    id: i64,
    title: String,
    pages: i32,
    tags: Vec<String>, // an array where the database has them, JSON text elsewhere
    shelf_id: i64,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "either_readers")]
#[belongs_to_many(Book, through = Loan)]
struct Reader {
    id: i64,
    name: String,
    rating: Option<f64>,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "either_loans")]
#[belongs_to(Book)]
#[belongs_to(Reader)]
struct Loan {
    #[key]
    book_id: i64,
    #[key]
    reader_id: i64,
    #[column(default = 14)]
    days: i32,
}

const SCHEMA: Schema = schema![Shelf, Book, Reader, Loan];

async fn fill(db: &Db) -> orm::Result<Reader> {
    let book = |title: &str, pages, tags: &[&str]| {
        Book::build()
            .title(title)
            .pages(pages)
            .tags(tags.iter().map(|&tag| tag.to_owned()).collect::<Vec<_>>())
    };
    let shelves = ["Sea", "Sky"].map(|name| Shelf::build().name(name));
    let shelves = Shelf::insert_all(db, shelves).await?;
    shelves[0].create_book(db, book("Moby-Dick", 635, &["whale", "it's \"long\""])).await?;
    shelves[0].create_book(db, book("The Old Man", 127, &[])).await?;
    shelves[1].create_book(db, book("Night Flight", 87, &["pilot"])).await?;
    Reader::build().name("Ada").rating(4.5).insert(db).await
}

async fn lend(db: &Db, ada: &Reader) -> orm::Result<()> {
    let thin = Book::query().filter(Book::PAGES.lt(200)).order_by(Book::ID.asc()).all(db).await?;
    ada.add_books(db, &thin).await?;
    ada.add_books(db, &thin).through(Loan::build().days(28)).await?; // once more: longer
    println!(
        "Ada has {} books, {} days each",
        ada.count_books(db).await?,
        Loan::query().first(db).await?.map_or(0, |loan| loan.days)
    );
    Ok(())
}

async fn report(db: &Db) -> orm::Result<()> {
    let shelves = Shelf::query().include(Shelf::BOOKS.include(Book::READERS).order_by(Book::PAGES.desc()));
    for shelf in shelves.order_by(Shelf::NAME.asc()).all(db).await? {
        println!("{}:", shelf.name);
        for book in &shelf.books {
            println!(
                "  {} ({} pages, {:?}), lent to {}",
                book.title,
                book.pages,
                book.tags,
                book.readers.len()
            );
        }
    }
    let pages = Book::query().sum(db, Book::PAGES).await?;
    let lent = Book::query().filter(Book::READERS.exists()).count(db).await?;
    let whales = Book::query().filter(Book::TITLE.ilike("moby%")).one(db).await?;
    println!("{pages:?} pages, {lent} books lent, {:?} about whales", whales.tags);
    Ok(())
}

async fn refuse(db: &Db) -> orm::Result<()> {
    if let Err(error) = Shelf::build().name("Sea").insert(db).await {
        assert_eq!(error.kind(), ErrorKind::UniqueViolation);
        println!(
            "refused: {:?} of {:?}",
            error.kind(),
            error.constraint().map(|constraint| &constraint.columns)
        );
    }

    let undone = db.transaction(async |tx| {
        Book::delete_all().execute(tx).await?;
        Err::<(), _>(orm::Error::new(ErrorKind::InvalidInput, "changed my mind"))
    });
    assert!(undone.await.is_err());
    println!("{} books are left after a transaction that failed", Book::query().count(db).await?);

    let removed = Shelf::delete_where(Shelf::NAME.eq("Sky")).execute(db).await?;
    println!("{removed} shelf goes, and with it its books: {} are left", Book::query().count(db).await?);
    Ok(())
}

#[tokio::main]
async fn main() -> orm::Result<()> {
    let url = std::env::args().nth(1).or_else(|| std::env::var("DATABASE_URL").ok());
    let db = orm::connect(url.as_deref().unwrap_or("sqlite::memory:")).await?;
    SCHEMA.sync(&db).await?;
    let ada = fill(&db).await?;
    lend(&db, &ada).await?;
    report(&db).await?;
    refuse(&db).await?;
    SCHEMA.drop(&db).await?;
    db.close().await;
    Ok(())
}
