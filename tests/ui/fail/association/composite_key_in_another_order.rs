//! The columns of a key stand in another order.
use orm::prelude::*;

#[derive(Model)]
#[belongs_to(Page, foreign_key = (page_number, page_book))]
struct Note {
    id: i64,
    page_book: String,
    page_number: i64,
}

#[derive(Model)]
struct Page {
    #[key]
    book: String,
    #[key]
    number: i64,
}

fn main() {}
