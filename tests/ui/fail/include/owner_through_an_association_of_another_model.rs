//! An owner is included with an association of a model that is not listed.
use orm::prelude::*;

#[derive(Model)]
struct Post {
    id: i64,
}

#[derive(Model)]
struct Image {
    id: i64,
}

#[derive(Model)]
#[has_many(Comment)]
struct User {
    id: i64,
}

#[derive(Model)]
#[belongs_to(Post | Image, as = commentable)]
#[belongs_to(User)]
struct Comment {
    id: i64,
    commentable_type: Option<String>,
    commentable_id: Option<i64>,
    user_id: i64,
}

async fn run(db: &Db) -> orm::Result<usize> {
    let comments = Comment::query().include(Comment::COMMENTABLE.include(User::COMMENTS)).all(db).await?;
    Ok(comments.len())
}

fn main() {}
