//! A key of two columns is matched by one.
use orm::prelude::*;

#[derive(Model)]
#[belongs_to(Page, foreign_key = page_number)]
struct Note {
    id: i64,
    page_number: i64,
}

#[derive(Model)]
struct Page {
    #[key]
    book_id: i64,
    #[key]
    number: i64,
}

fn main() {}
