//! An owner may be of a model whose key has two columns.
use orm::prelude::*;

#[derive(Model)]
#[belongs_to(Post | Page, as = commentable)]
struct Comment {
    id: i64,
    commentable_type: String,
    commentable_id: i64,
}

#[derive(Model)]
struct Post {
    id: i64,
}

#[derive(Model)]
struct Page {
    #[key]
    book_id: i64,
    #[key]
    number: i64,
}

fn main() {}
