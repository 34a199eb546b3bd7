use orm::prelude::*;

#[derive(Model)]
#[belongs_to(User)]
struct Post {
    id: i64,
    user_id: Option<i64>,
}

#[derive(Model)]
#[belongs_to(User)]
struct Image {
    id: i64,
    user_id: Option<i64>,
}

#[derive(Model)]
struct User {
    id: i64,
}

#[derive(Model)]
#[belongs_to(Post | Image, as = commentable)]
struct Comment {
    id: i64,
    commentable_type: String,
    commentable_id: i64,
}

async fn has_user(db: &Db) -> orm::Result<bool> {
    let comment = Comment::query().include(Comment::COMMENTABLE.include(Post::USER)).one(db).await?;
    Ok(match comment.commentable {
        Commentable::Post(post) => post.user.is_some(),
        Commentable::Image(image) => image.user.is_some(),
    })
}

fn main() {}
