//! An association to one model or another has no name.
use orm::prelude::*;

#[derive(Model)]
#[belongs_to(Post | Image)]
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
