//! The models of an owner have keys of different types.
use orm::prelude::*;

#[derive(Model)]
#[belongs_to(Post | Image, as = commentable)]
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
#[has_many(Comment, via = commentable)]
struct Image {
    #[key]
    path: String,
}

fn main() {}
