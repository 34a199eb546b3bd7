//! The field is missing that says which model the owner is of.
use orm::prelude::*;

#[derive(Model)]
#[belongs_to(Post | Image, as = commentable)]
struct Comment {
    id: i64,
    commentable_id: i64,
}

#[derive(Model)]
#[has_many(Comment, via = commentable)]
struct Post {
    id: i64,
}

#[derive(Model)]
struct Image {
    id: i64,
}

fn main() {}
