//! The fixture `taggable`: tags of posts and of images, linked by rows that hold which of the two they are about.
use orm::prelude::*;
use orm::{ErrorKind, Result, schema};

use crate::case::Test;
use crate::cases::support::{kind, rows, sorted};

crate::cases!["polymorphic": [
    nm_include,
    nm_target_scope_set,
    nm_through_scope_remove,
    nm_through_scope_update,
    polymorphic_item_tags,
    tags_of_post_and_posts_of_tag,
    unique_item_tag,
]];

#[derive(Model, Debug, Clone, PartialEq)]
#[belongs_to_many(Tag, through = ItemTag, via = taggable)]
#[belongs_to_many(Tag, as = pending_tags, through = ItemTag, via = taggable, scope(status = "pending"))]
struct Post {
    id: i64,
    title: String,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[belongs_to_many(Tag, through = ItemTag, via = taggable)]
struct Image {
    id: i64,
    title: String,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[belongs_to_many(Post, through = ItemTag, other_via = taggable)]
#[belongs_to_many(Image, through = ItemTag, other_via = taggable)]
struct Tag {
    id: i64,
    name: String,
    status: String,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[belongs_to(Tag)]
#[belongs_to(Post | Image, as = taggable)]
struct ItemTag {
    id: i64,
    #[column(unique = "item_tag_taggable")]
    tag_id: i64,
    #[column(name = "taggable", unique = "item_tag_taggable")]
    taggable_type: String,
    #[column(unique = "item_tag_taggable")]
    taggable_id: i64,
    note: Option<String>,
}

const SCHEMA: Schema = schema![Post, Image, Tag, ItemTag];

struct Desk {
    post: Post,
    image: Image,
    a: Tag,
    b: Tag,
    c: Tag,
}

async fn desk(db: &Db) -> Result<Desk> {
    SCHEMA.sync(db).await?;
    let post = Post::build().title("post").insert(db).await?;
    let image = Image::build().title("image").insert(db).await?;
    let a = Tag::build().name("a").status("pending").insert(db).await?;
    let b = Tag::build().name("b").status("done").insert(db).await?;
    let c = Tag::build().name("c").status("pending").insert(db).await?;
    assert_eq!((post.id, image.id, a.id, b.id, c.id), (1, 1, 1, 2, 3));
    Ok(Desk { post, image, a, b, c })
}

/// Tag, kind, key and note of all links, sorted.
async fn assert_links(db: &Db, expected: &[(i64, &str, i64, Option<&str>)]) -> Result<()> {
    let links: Vec<ItemTag> = rows(db, ItemTag::ID.asc()).await?;
    let links = links
        .iter()
        .map(|link| (link.tag_id, link.taggable_type.as_str(), link.taggable_id, link.note.as_deref()));
    assert_eq!(sorted(links.collect()), expected);
    Ok(())
}

/// Eager loading keeps to the kind from either side.
async fn nm_include(Test { db, .. }: Test) -> Result<()> {
    let Desk { post, image, a, c, .. } = desk(&db).await?;
    post.add_tag(&db, &a).await?;
    image.add_tags(&db, [&a, &c]).await?;
    let posts = Post::query().include(Post::TAGS).all(&db).await?;
    assert_eq!(posts[0].tags, [a.clone()]);
    let tags = Tag::query().order_by(Tag::ID.asc()).include(Tag::POSTS).include(Tag::IMAGES).all(&db).await?;
    let counts: Vec<_> = tags.iter().map(|tag| (tag.posts.len(), tag.images.len())).collect();
    assert_eq!(counts, [(1, 1), (0, 0), (0, 1)]);
    assert_eq!(Tag::query().filter(Tag::POSTS.exists()).count(&db).await?, 1);
    Ok(())
}

/// Only links within the scope are replaced: that to a tag that is done stays.
async fn nm_target_scope_set(Test { db, .. }: Test) -> Result<()> {
    let Desk { post, a, b, c, .. } = desk(&db).await?;
    post.add_tags(&db, [&a, &b]).await?;
    post.set_pending_tags(&db, [&c]).await?;
    assert_links(&db, &[(2, "post", 1, None), (3, "post", 1, None)]).await?;
    assert_eq!(post.get_pending_tags(&db).await?, [c]);
    Ok(())
}

/// The link of an image with the same key stays.
async fn nm_through_scope_remove(Test { db, .. }: Test) -> Result<()> {
    let Desk { post, image, a, .. } = desk(&db).await?;
    post.add_tag(&db, &a).await?;
    image.add_tag(&db, &a).await?;
    assert_eq!(post.remove_tag(&db, &a).await?, 1);
    assert_links(&db, &[(1, "image", 1, None)]).await?;
    assert!(!post.has_tag(&db, &a).await? && image.has_tag(&db, &a).await?);
    a.remove_image(&db, &image).await?;
    assert_links(&db, &[]).await
}

/// What `through` changes is changed in the link of this kind only.
async fn nm_through_scope_update(Test { db, .. }: Test) -> Result<()> {
    let Desk { post, image, a, .. } = desk(&db).await?;
    post.add_tag(&db, &a).through(ItemTag::build().note("p")).await?;
    image.add_tag(&db, &a).through(ItemTag::build().note("i")).await?;
    post.add_tag(&db, &a).through(ItemTag::build().note("changed")).await?;
    assert_links(&db, &[(1, "image", 1, Some("i")), (1, "post", 1, Some("changed"))]).await
}

/// The key to several tables has no constraint, that to the tag has one.
async fn polymorphic_item_tags(test: Test) -> Result<()> {
    let expected = "
        images(id:auto, title:text)
        item_tags(id:auto, tag_id:integer, taggable:text, taggable_id:integer, note:text?)
            unique tag_id, taggable, taggable_id
            tag_id -> tags(id) cascade, cascade
            index taggable, taggable_id
        posts(id:auto, title:text)
        tags(id:auto, name:text, status:text)";
    test.expect_sync(SCHEMA, expected).await
}

/// A tag of an image is none of the post with the same key, read from either side.
async fn tags_of_post_and_posts_of_tag(Test { db, .. }: Test) -> Result<()> {
    let Desk { post, image, a, b, c } = desk(&db).await?;
    post.add_tags(&db, [&a, &b]).await?;
    image.add_tag(&db, &c).await?;
    assert_links(&db, &[(1, "post", 1, None), (2, "post", 1, None), (3, "image", 1, None)]).await?;
    assert_eq!(a.get_posts(&db).await?, [post.clone()]);
    assert_eq!(c.get_posts(&db).await?, []);
    assert_eq!(c.get_images(&db).await?, [image]);
    assert_eq!(post.count_tags(&db).await?, 2);
    c.add_post(&db, &post).await?;
    assert_eq!(post.count_tags(&db).await?, 3);
    let link = ItemTag::query().filter(ItemTag::TAG_ID.eq(1)).one(&db).await?;
    assert_eq!(link.get_taggable(&db).await?, Taggable::Post(post));
    Ok(())
}

async fn unique_item_tag(Test { db, .. }: Test) -> Result<()> {
    let Desk { post, image, a, .. } = desk(&db).await?;
    ItemTag::build().tag(&a).taggable(&post).insert(&db).await?;
    ItemTag::build().tag(&a).taggable(&image).insert(&db).await?;
    let again = ItemTag::build().tag(&a).taggable(&post).insert(&db).await;
    assert_eq!(kind(again), ErrorKind::UniqueViolation);
    post.add_tag(&db, &a).await?;
    assert_links(&db, &[(1, "image", 1, None), (1, "post", 1, None)]).await
}
