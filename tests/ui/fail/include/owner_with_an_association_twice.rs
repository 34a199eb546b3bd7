use orm::prelude::*;

#[derive(Model)]
#[belongs_to(User)]
struct Post {
    id: i64,
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
    let owner = Comment::COMMENTABLE.include(Post::USER).include(Post::USER);
    Ok(Comment::query().include(owner).all(db).await?.len())
}

fn main() {}
