//! Of the two fields of an owner, one is an `Option`.
use orm::prelude::*;

#[derive(Model)]
#[belongs_to(Post | Image, as = commentable)]
struct Comment {
    id: i64,
    commentable_type: String,
    commentable_id: Option<i64>,
}

#[derive(Model)]
struct Post {
    id: i64,
}

#[derive(Model)]
struct Image {
    id: i64,
}

fn main() {}
