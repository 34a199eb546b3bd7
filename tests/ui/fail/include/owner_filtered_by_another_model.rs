//! An included owner is filtered by a column of a model that the association does not list.
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
struct User {
    id: i64,
}

#[derive(Model)]
#[belongs_to(Post | Image, as = commentable)]
struct Comment {
    id: i64,
    commentable_type: Option<String>,
    commentable_id: Option<i64>,
}

async fn run(db: &Db) -> orm::Result<usize> {
    let comments = Comment::query().include(Comment::COMMENTABLE.filter(User::ID.eq(1))).all(db).await?;
    Ok(comments.len())
}

fn main() {}
