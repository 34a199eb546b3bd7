//! An owner is included that is of another model.
use orm::prelude::*;

#[derive(Model)]
struct Post {
    id: i64,
}

#[derive(Model)]
struct User {
    id: i64,
}

#[derive(Model)]
#[belongs_to(Post | Comment, as = commentable)]
struct Comment {
    id: i64,
    commentable_type: Option<String>,
    commentable_id: Option<i64>,
}

async fn by_users(db: &Db) -> orm::Result<u64> {
    Comment::query().filter(Comment::COMMENTABLE.is_a::<User>()).count(db).await
}

fn main() {}
