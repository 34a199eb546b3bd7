//! An action is asked of an owner of one model or another.
use orm::prelude::*;

#[derive(Model)]
#[has_many(Comment, via = commentable, on_delete = cascade)]
struct Post {
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
struct Image {
    id: i64,
}

fn main() {}
