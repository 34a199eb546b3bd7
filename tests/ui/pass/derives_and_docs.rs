#![deny(warnings, missing_docs, unreachable_pub, missing_debug_implementations, unused_qualifications)]
#![forbid(unsafe_code)]
//! Doc comments everywhere, and other derives before and after.
use orm::prelude::*;

/// A model with
/// several lines, `code`, and [`Self`].
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Model)]
#[doc = "More of it."]
#[must_use]
#[has_many(Page, on_delete = cascade)]
pub(crate) struct Book {
    /// The key.
    pub(crate) id: i64,
    #[doc = "A text."]
    #[column(index)]
    pub(crate) title: String,
    /** A block. */
    pub(crate) subtitle: Option<String>,
}

/// Another one.
#[derive(Model, Debug, Clone)]
#[belongs_to(Book)]
#[non_exhaustive]
pub(crate) struct Page {
    /// The key.
    pub(crate) id: i64,
    /// What it belongs to.
    pub(crate) book_id: i64,
    unread: bool,
}

fn main() {
    let book = Book::default();
    assert_eq!(book, Book { id: 0, title: String::new(), subtitle: None });
    let _ = Book::build().title("x").pages([Page::build().unread(true)]);
}
