//! A key names a field twice.
use orm::prelude::*;

#[derive(Model)]
#[belongs_to(Page, foreign_key = (number, number))]
struct Note {
    id: i64,
    number: i64,
}

#[derive(Model)]
struct Page {
    #[key]
    book_id: i64,
    #[key]
    number: i64,
}

fn main() {}
