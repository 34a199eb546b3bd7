//! A key of two columns is matched by three.
use orm::prelude::*;

#[derive(Model)]
#[belongs_to(Page, foreign_key = (a, b, c))]
struct Note {
    id: i64,
    a: i64,
    b: i64,
    c: i64,
}

#[derive(Model)]
struct Page {
    #[key]
    book_id: i64,
    #[key]
    number: i64,
}

fn main() {}
