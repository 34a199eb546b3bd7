//! The owner is included twice.
use orm::prelude::*;

#[derive(Model)]
struct Post {
    id: i64,
    title: String,
}

#[derive(Model)]
struct Image {
    id: i64,
}

#[derive(Model)]
#[belongs_to(Post | Image, as = commentable)]
struct Comment {
    id: i64,
    commentable_type: Option<String>,
    commentable_id: Option<i64>,
}

async fn comments(db: &Db) -> orm::Result<usize> {
    Ok(Comment::query().include(Comment::COMMENTABLE).include(Comment::COMMENTABLE).all(db).await?.len())
}

fn main() {}
