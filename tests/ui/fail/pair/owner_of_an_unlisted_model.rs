//! A row is the owner whose model is not listed.
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
struct Image {
    id: i64,
}

#[derive(Model)]
struct Video {
    id: i64,
}

fn give(video: &Video) {
    let _ = Comment::build().commentable(video);
}

fn main() {}
