//! Of an included owner, an association is loaded, and columns are chosen.
use orm::prelude::*;

#[derive(Model)]
#[belongs_to(User)]
struct Post {
    id: i64,
    title: String,
    user_id: i64,
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
    let owners = Comment::COMMENTABLE.include(Post::USER).select(Post::TITLE);
    Ok(Comment::query().include(owners).all(db).await?.len())
}

fn main() {}
