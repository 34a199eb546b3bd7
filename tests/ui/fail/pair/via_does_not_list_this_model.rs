//! The owner that `via` names may not be of this model.
use orm::prelude::*;

#[derive(Model)]
#[has_many(Comment, via = commentable)]
struct Video {
    id: i64,
}

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
struct Image {
    id: i64,
}

fn main() {}
