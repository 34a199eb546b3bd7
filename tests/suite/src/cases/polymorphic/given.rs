//! Giving a row its owner: kind and key are always written together.
use orm::Result;
use orm::prelude::*;

use super::fixture::*;
use crate::case::Test;
use crate::cases::support::kind;

crate::cases!["polymorphic": [
    builds_with_an_owner,
    creates_an_owner,
    creates_no_owner_for_a_row_that_is_gone,
    sets_by_key_and_by_enum,
    sets_kind_and_key_together,
    sets_no_owner,
]];

async fn builds_with_an_owner(Test { db, .. }: Test) -> Result<()> {
    let Desk { image, .. } = desk(&db).await?;
    let comment = Comment::build().title("c").commentable(&image).insert(&db).await?;
    assert_eq!((comment.commentable_type.as_deref(), comment.commentable_id), (Some("image"), Some(1)));
    let comment = Comment::build().title("d").commentable(CommentableKey::Post(1)).insert(&db).await?;
    assert_eq!((comment.commentable_type.as_deref(), comment.commentable_id), (Some("post"), Some(1)));
    Ok(())
}

async fn creates_an_owner(Test { db, .. }: Test) -> Result<()> {
    let Desk { mut free, .. } = desk(&db).await?;
    let image = free.create_commentable(&db, Image::build().title("new")).await?;
    assert_eq!(
        (image.id, free.commentable_type.as_deref(), free.commentable_id),
        (2, Some("image"), Some(2))
    );
    assert_eq!(free.get_commentable(&db).await?, Some(Commentable::Image(image)));
    Ok(())
}

/// One unit: an owner that its row cannot take is not stored.
async fn creates_no_owner_for_a_row_that_is_gone(Test { db, .. }: Test) -> Result<()> {
    let Desk { mut free, .. } = desk(&db).await?;
    free.clone().delete(&db).await?;
    assert_eq!(
        kind(free.create_commentable(&db, Image::build().title("new")).await),
        orm::ErrorKind::NotFound
    );
    assert_eq!((free.commentable_type, free.commentable_id), (None, None));
    assert_eq!(Image::query().count(&db).await?, 1);
    Ok(())
}

async fn sets_by_key_and_by_enum(Test { db, .. }: Test) -> Result<()> {
    let Desk { post, mut free, mut free2, .. } = desk(&db).await?;
    free.set_commentable(&db, CommentableKey::Image(1)).await?;
    free2.set_commentable(&db, &Commentable::from(post)).await?;
    assert_comments(&db, &[("free", Some("image"), Some(1)), ("free2", Some("post"), Some(1))]).await
}

/// The image has the key that the post has, so only the kind differs.
async fn sets_kind_and_key_together(Test { db, .. }: Test) -> Result<()> {
    let Desk { post, image, mut free, .. } = desk(&db).await?;
    free.set_commentable(&db, &post).await?;
    assert_comments(&db, &[("free", Some("post"), Some(1)), ("free2", None, None)]).await?;
    free.set_commentable(&db, &image).await?;
    assert_comments(&db, &[("free", Some("image"), Some(1)), ("free2", None, None)]).await?;
    assert_eq!((free.commentable_type.as_deref(), free.commentable_id), (Some("image"), Some(1)));
    Ok(())
}

async fn sets_no_owner(Test { db, .. }: Test) -> Result<()> {
    let Desk { post, mut free, mut free2, .. } = desk(&db).await?;
    free.set_commentable(&db, &post).await?;
    free2.set_commentable(&db, &post).await?;
    free.set_commentable(&db, None).await?;
    let owner = free2.get_commentable(&db).await?;
    free2.set_commentable(&db, owner.as_ref()).await?;
    assert_comments(&db, &[("free", None, None), ("free2", Some("post"), Some(1))]).await
}
