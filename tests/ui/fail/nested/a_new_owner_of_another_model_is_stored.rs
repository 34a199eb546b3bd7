//! The builder of a model that the association does not list is given as the new owner.
use orm::prelude::*;

#[derive(Model)]
#[has_many(Comment, via = commentable)]
struct Post {
    id: i64,
}

#[derive(Model)]
#[has_many(Comment, via = commentable)]
struct Image {
    id: i64,
}

#[derive(Model)]
struct Video {
    id: i64,
    title: String,
}

#[derive(Model)]
#[belongs_to(Post | Image, as = commentable)]
struct Comment {
    id: i64,
    commentable_type: Option<String>,
    commentable_id: Option<i64>,
}

async fn run(db: &Db) -> orm::Result<i64> {
    Ok(Comment::build().commentable(Video::build().title("Launch")).insert(db).await?.id)
}

fn main() {}
