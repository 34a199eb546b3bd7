//! A new owner is nested without a column that is required.
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
    commentable_type: String,
    commentable_id: i64,
}

async fn run(db: &Db) -> orm::Result<i64> {
    Ok(Comment::build().commentable(Post::build()).insert(db).await?.id)
}

fn main() {}
