//! `via` names an owner that the other model does not have.
use orm::prelude::*;

#[derive(Model)]
#[has_many(Comment, via = commentable)]
struct Post {
    id: i64,
}

#[derive(Model)]
struct Comment {
    id: i64,
    commentable_type: String,
    commentable_id: i64,
}

fn main() {}
