//! Scopes of `has_many`, over the fixture `commentable`: a post and an image with the same key.
use orm::association::NONE;
use orm::Result;
use orm::prelude::*;

use crate::case::Test;
use crate::cases::polymorphic::fixture::*;

crate::cases!["scopes": [
    has_many_add_set,
    has_many_counts_and_filters,
    has_many_create_get,
    has_many_has,
    has_many_predicate,
    has_many_remove,
    has_many_set_spares_other_kinds,
    include,
]];

/// `add` and `set` write the scope's values too; a row that is taken away loses its key and keeps its kind.
async fn has_many_add_set(Test { db, .. }: Test) -> Result<()> {
    let Desk { post, image, mut free, free2 } = desk(&db).await?;
    image.add_comment(&db, &mut free).await?;
    assert_eq!((free.commentable_type.as_deref(), free.commentable_id), (Some("image"), Some(1)));
    assert_comments(&db, &[("free", Some("image"), Some(1)), ("free2", None, None)]).await?;
    post.set_comments(&db, [&free2]).await?;
    assert_comments(&db, &[("free", Some("image"), Some(1)), ("free2", Some("post"), Some(1))]).await?;
    post.set_comments(&db, [&free]).await?;
    assert_comments(&db, &[("free", Some("post"), Some(1)), ("free2", Some("post"), None)]).await?;
    assert_eq!(image.get_comments(&db).await?, []);
    Ok(())
}

async fn has_many_counts_and_filters(Test { db, .. }: Test) -> Result<()> {
    let Desk { post, image, .. } = desk(&db).await?;
    post.create_comment(&db, Comment::build().title("b")).await?;
    image.create_comment(&db, Comment::build().title("a")).await?;
    image.create_comment(&db, Comment::build().title("c")).await?;
    assert_eq!((post.count_comments(&db).await?, image.count_comments(&db).await?), (1, 2));
    assert_eq!(titles(&image.get_comments(&db).filter(Comment::TITLE.ne("a")).await?), ["c"]);
    assert_eq!(titles(&post.get_comments(&db).filter(Comment::TITLE.eq("a")).await?), [""; 0]);
    Ok(())
}

/// Owners with equal keys are kept apart.
async fn has_many_create_get(Test { db, .. }: Test) -> Result<()> {
    let Desk { post, image, .. } = desk(&db).await?;
    let pc = post.create_comment(&db, Comment::build().title("pc")).await?;
    let ic = image.create_comment(&db, Comment::build().title("ic")).await?;
    assert_eq!((pc.commentable_type.as_deref(), pc.commentable_id), (Some("post"), Some(1)));
    assert_eq!((ic.commentable_type.as_deref(), ic.commentable_id), (Some("image"), Some(1)));
    assert_eq!(post.get_comments(&db).await?, [pc]);
    assert_eq!(image.get_comments(&db).await?, [ic]);
    Ok(())
}

async fn has_many_has(Test { db, .. }: Test) -> Result<()> {
    let Desk { post, image, .. } = desk(&db).await?;
    let comment = post.create_comment(&db, Comment::build().title("b")).await?;
    assert!(post.has_comment(&db, &comment).await?);
    assert!(!image.has_comment(&db, &comment).await?);
    Ok(())
}

async fn has_many_predicate(Test { db, .. }: Test) -> Result<()> {
    let Desk { image, .. } = desk(&db).await?;
    image.create_comment(&db, Comment::build().title("a")).await?;
    assert!(!Post::query().filter(Post::COMMENTS.exists()).exists(&db).await?);
    assert_eq!(Image::query().filter(Image::COMMENTS.any(Comment::TITLE.eq("a"))).count(&db).await?, 1);
    assert_eq!(Post::query().filter(Post::COMMENTS.count().eq(0)).count(&db).await?, 1);
    Ok(())
}

/// A row of another kind of owner is none of this one's, whatever its key.
async fn has_many_remove(Test { db, .. }: Test) -> Result<()> {
    let Desk { post, image, .. } = desk(&db).await?;
    let a = image.create_comment(&db, Comment::build().title("a")).await?;
    let b = post.create_comment(&db, Comment::build().title("b")).await?;
    assert_eq!(image.remove_comment(&db, &b).await?, 0);
    let free = [("free", None, None), ("free2", None, None)];
    let rows = [free[0], free[1], ("a", Some("image"), Some(1)), ("b", Some("post"), Some(1))];
    assert_comments(&db, &rows).await?;
    assert_eq!(image.remove_comment(&db, &a).await?, 1);
    let rows = [free[0], free[1], ("a", Some("image"), None), ("b", Some("post"), Some(1))];
    assert_comments(&db, &rows).await?;
    assert_eq!(a.id, 3);
    Ok(())
}

async fn has_many_set_spares_other_kinds(Test { db, .. }: Test) -> Result<()> {
    let Desk { post, image, free, free2 } = desk(&db).await?;
    post.add_comment(&db, &free).await?;
    image.add_comment(&db, &free2).await?;
    image.set_comments(&db, NONE).await?;
    assert_comments(&db, &[("free", Some("post"), Some(1)), ("free2", Some("image"), None)]).await
}

async fn include(Test { db, .. }: Test) -> Result<()> {
    let Desk { post, image, .. } = desk(&db).await?;
    post.create_comment(&db, Comment::build().title("pc")).await?;
    image.create_comment(&db, Comment::build().title("ic")).await?;
    let posts = Post::query().include(Post::COMMENTS).all(&db).await?;
    assert_eq!(posts.len(), 1);
    assert_eq!(titles(&posts[0].comments), ["pc"]);
    let images = Image::query().include(Image::COMMENTS).all(&db).await?;
    assert_eq!(titles(&images[0].comments), ["ic"]);
    let posts = Post::query().include(Post::COMMENTS.filter(Comment::TITLE.eq("ic"))).all(&db).await?;
    assert_eq!((posts.len(), posts[0].comments.len()), (1, 0));
    Ok(())
}
