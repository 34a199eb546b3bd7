//! `None` for an owner that is required.
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

async fn take(db: &Db, comment: &mut Comment) {
    let _ = comment.set_commentable(db, None).await;
}

fn main() {}
