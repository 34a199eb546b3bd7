//! Columns that the library fills with the time of a write.
use chrono::{DateTime, Utc};
use orm::prelude::*;
use orm::schema::Schema;
use orm::{Result, schema};

use crate::case::Test;

crate::cases!["values": [
    accessors_write_the_time_of_the_change,
    given_times_are_kept,
    insert_writes_both_times,
    later_writes_leave_the_time_of_creation,
    mass_writes_write_the_time_of_the_change,
]];

#[derive(Model, Debug, Clone, PartialEq)]
#[has_many(Page)]
struct Book {
    id: i64,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[belongs_to(Book)]
struct Page {
    id: i64,
    text: String,
    book_id: Option<i64>,
    #[column(created_at)]
    born: DateTime<Utc>,
    #[column(updated_at)]
    changed: DateTime<Utc>,
}

const SCHEMA: Schema = schema![Book, Page];

/// Long ago, so that every later time differs, however coarse or wrong the clock is.
const OLD: DateTime<Utc> = DateTime::from_timestamp(1_000_000_000, 0).unwrap();

async fn old_page(db: &Db) -> Result<Page> {
    SCHEMA.sync(db).await?;
    Page::build().text("t").born(OLD).changed(OLD).insert(db).await
}

async fn insert_writes_both_times(Test { db, .. }: Test) -> Result<()> {
    SCHEMA.sync(&db).await?;
    let page = Page::build().text("t").insert(&db).await?;
    assert!(page.born > OLD && page.changed > OLD);
    assert_eq!(Page::get(&db, page.id).await?, page);
    let many = Page::insert_all(&db, [Page::build().text("a"), Page::build().text("b")]).await?;
    assert!(many.iter().all(|page| page.born > OLD && page.changed > OLD));
    Ok(())
}

async fn given_times_are_kept(Test { db, .. }: Test) -> Result<()> {
    let page = old_page(&db).await?;
    assert_eq!((page.born, page.changed), (OLD, OLD));
    assert_eq!(Page::get(&db, page.id).await?, page);
    Page::update_where(Page::ID.eq(1)).set(Page::CHANGED, OLD).set(Page::TEXT, "u").execute(&db).await?;
    assert_eq!(Page::get(&db, page.id).await?.changed, OLD);
    Ok(())
}

async fn later_writes_leave_the_time_of_creation(Test { db, .. }: Test) -> Result<()> {
    let mut page = old_page(&db).await?;
    page.text = "saved".into();
    page.save(&db).await?;
    assert!(page.changed > OLD);
    assert_eq!(page.born, OLD);
    assert_eq!(Page::get(&db, page.id).await?, page);
    let mut page = Page { changed: OLD, ..page };
    page.update(&db).set(Page::TEXT, "updated").await?;
    assert!(page.changed > OLD);
    assert_eq!(Page::get(&db, page.id).await?, page);
    page.update(&db).set(Page::CHANGED, OLD).await?;
    assert_eq!(page.changed, OLD);
    let upserted = Page::build().id(page.id).text("upserted").upsert(&db).await?;
    assert!(upserted.changed > OLD);
    assert_eq!((upserted.born, upserted.text.as_str()), (OLD, "upserted"));
    Ok(())
}

async fn mass_writes_write_the_time_of_the_change(Test { db, .. }: Test) -> Result<()> {
    let page = old_page(&db).await?;
    assert_eq!(Page::update_all().set(Page::TEXT, "m").execute(&db).await?, 1);
    let page = Page::get(&db, page.id).await?;
    assert!(page.changed > OLD);
    assert_eq!(page.born, OLD);
    Ok(())
}

/// A row that changes its owner has changed, whichever side it was done from.
async fn accessors_write_the_time_of_the_change(Test { db, .. }: Test) -> Result<()> {
    let mut page = old_page(&db).await?;
    let book = Book::build().insert(&db).await?;
    page.set_book(&db, &book).await?;
    assert!(page.changed > OLD, "by `belongs_to`");
    assert_eq!(Page::get(&db, page.id).await?, page);
    let again = async || Page::update_all().set(Page::CHANGED, OLD).execute(&db).await;
    again().await?;
    book.remove_page(&db, &page).await?;
    assert!(Page::get(&db, page.id).await?.changed > OLD, "by `remove`");
    again().await?;
    book.add_page(&db, &page).await?;
    assert!(Page::get(&db, page.id).await?.changed > OLD, "by `add`");
    again().await?;
    book.set_pages(&db, [&page]).await?;
    assert_eq!(Page::get(&db, page.id).await?.changed, OLD, "nothing was to be written");
    book.set_pages(&db, orm::NONE).await?;
    assert!(Page::get(&db, page.id).await?.changed > OLD, "by `set`");
    Ok(())
}
