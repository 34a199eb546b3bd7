//! The fixture `commentable`: comments on posts and on images.
use orm::prelude::*;
use orm::{Result, schema};

#[derive(Model, Debug, Clone, PartialEq)]
#[has_many(Comment, via = commentable)]
pub(crate) struct Post {
    pub(crate) id: i64,
    pub(crate) title: Option<String>,
    pub(crate) body: Option<String>,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[has_many(Comment, via = commentable)]
pub(crate) struct Image {
    pub(crate) id: i64,
    pub(crate) title: Option<String>,
    pub(crate) link: Option<String>,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[belongs_to(Post | Image, as = commentable)]
pub(crate) struct Comment {
    pub(crate) id: i64,
    pub(crate) title: String,
    #[column(name = "commentable")]
    pub(crate) commentable_type: Option<String>,
    pub(crate) commentable_id: Option<i64>,
}

pub(crate) const SCHEMA: Schema = schema![Post, Image, Comment];

pub(crate) struct Desk {
    pub(crate) post: Post,
    pub(crate) image: Image,
    pub(crate) free: Comment,
    pub(crate) free2: Comment,
}

/// A post and an image with the same key, and two comments on neither.
pub(crate) async fn desk(db: &Db) -> Result<Desk> {
    SCHEMA.sync(db).await?;
    let post = Post::build().title("post").insert(db).await?;
    let image = Image::build().title("image").insert(db).await?;
    let free = Comment::build().title("free").insert(db).await?;
    let free2 = Comment::build().title("free2").insert(db).await?;
    assert_eq!((post.id, image.id, free.id, free2.id), (1, 1, 1, 2));
    Ok(Desk { post, image, free, free2 })
}

/// What the rows of all comments say, in the order of their keys: title, kind and key of the owner.
pub(crate) type Row = (&'static str, Option<&'static str>, Option<i64>);

/// Checks all comments.
pub(crate) async fn assert_comments(db: &Db, expected: &[Row]) -> Result<()> {
    let stored = Comment::query().order_by(Comment::ID.asc()).all(db).await?;
    let stored: Vec<_> = stored
        .iter()
        .map(|comment| (comment.title.as_str(), comment.commentable_type.as_deref(), comment.commentable_id))
        .collect();
    assert_eq!(stored, expected);
    Ok(())
}

/// The titles, sorted.
pub(crate) fn titles(comments: &[Comment]) -> Vec<&str> {
    crate::cases::support::sorted(comments.iter().map(|comment| comment.title.as_str()).collect())
}
