//! A field of an association that is not loaded is read.
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
#[belongs_to(Post | Image, as = commentable)]
#[belongs_to(User)]
struct Comment {
    id: i64,
    commentable_type: Option<String>,
    commentable_id: Option<i64>,
    user_id: Option<i64>,
}

#[derive(Model)]
struct User {
    id: i64,
}

async fn is_free(db: &Db) -> orm::Result<bool> {
    let comment = Comment::query().include(Comment::USER).one(db).await?;
    Ok(comment.commentable.is_none())
}

fn main() {}
