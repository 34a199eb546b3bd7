//! Rows of an owner that may be of several models, and rows that are linked by what such an owner is of.
use orm::prelude::*;
use orm::{Loaded, Result, schema};

use crate::case::Test;
use crate::cases::statements::Statements;
use crate::cases::support::{kind, rows};

crate::cases!["nested_create": [
    stores_comments_with_their_owner,
    stores_tags_with_what_they_are_on,
    links_an_owner_that_exists,
    stores_a_new_owner_before_its_row,
    stores_owners_of_several_models_with_one_statement_each,
    stores_no_owner_of_a_row_that_is_refused,
    stores_an_owner_beside_other_rows,
]];

#[derive(Model, Debug, Clone, PartialEq)]
#[has_many(Comment, via = commentable)]
#[belongs_to_many(Tag, through = ItemTag, via = taggable)]
struct Post {
    id: i64,
    title: String,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[has_many(Comment, via = commentable)]
#[belongs_to_many(Tag, through = ItemTag, via = taggable)]
struct Image {
    id: i64,
    link: String,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[belongs_to(Post | Image, as = commentable)]
#[belongs_to(Comment, as = parent)]
#[has_many(Comment, as = replies, foreign_key = parent_id)]
struct Comment {
    id: i64,
    #[column(unique)]
    body: String,
    parent_id: Option<i64>,
    commentable_type: String,
    commentable_id: i64,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[belongs_to_many(Post, through = ItemTag, other_via = taggable)]
#[belongs_to_many(Image, through = ItemTag, other_via = taggable)]
struct Tag {
    id: i64,
    name: String,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[belongs_to(Tag)]
#[belongs_to(Post | Image, as = taggable)]
struct ItemTag {
    id: i64,
    tag_id: i64,
    taggable_type: String,
    taggable_id: i64,
    weight: i32,
}

const SCHEMA: Schema = schema![Post, Image, Comment, Tag, ItemTag];

/// What comments say of their owners, in the order of their keys.
async fn owners(db: &Db) -> Result<Vec<(String, i64)>> {
    let all: Vec<Comment> = rows(db, Comment::ID.asc()).await?;
    Ok(all.into_iter().map(|comment| (comment.commentable_type, comment.commentable_id)).collect())
}

async fn stores_comments_with_their_owner(Test { db, .. }: Test) -> Result<()> {
    SCHEMA.sync(&db).await?;
    let comment = |body: &str| Comment::build().body(body);
    let statements = Statements::count();
    let post = Post::build().title("t").comments([comment("a"), comment("b")]).insert(&db).await?;
    assert_eq!(statements.sent(), 2);
    let images = [1, 2].map(|n| {
        Image::build().link("l").comments((0..n).map(|at| comment(&format!("{n}.{at}"))).collect::<Vec<_>>())
    });
    let images: Vec<Loaded![Image { comments }]> = Image::insert_all(&db, images).await?;
    let whose = |kind: &str, key: i64| (kind.to_owned(), key);
    let expected =
        [whose("post", 1), whose("post", 1), whose("image", 1), whose("image", 2), whose("image", 2)];
    assert_eq!(owners(&db).await?, expected);
    let comments = Post::COMMENTS.order_by(Comment::ID.asc());
    assert_eq!(post, Post::query().include(comments).one(&db).await?);
    let comments = Image::COMMENTS.order_by(Comment::ID.asc());
    assert_eq!(images, Image::query().order_by(Image::ID.asc()).include(comments).all(&db).await?);
    Ok(())
}

async fn stores_tags_with_what_they_are_on(Test { db, .. }: Test) -> Result<()> {
    SCHEMA.sync(&db).await?;
    let weight = |weight: i32| ItemTag::build().weight(weight);
    let tags = [(Tag::build().name("a"), weight(1)), (Tag::build().name("b"), weight(2))];
    let post = Post::build().title("t").tags(tags).insert(&db).await?;
    let image = Image::build().link("l").tags([(&post.tags[1], weight(3))]).insert(&db).await?;
    assert_eq!(image.tags, post.tags[1..]);
    // From the side of the tag, the kind of the other one is written.
    let tag = Tag::build().name("c").images([(Image::build().link("m"), weight(4))]);
    let tag = tag.posts([(&*post, weight(5))]).insert(&db).await?;
    assert_eq!((tag.images[0].id, tag.posts[0].id), (2, 1));
    let links: Vec<ItemTag> = rows(&db, ItemTag::WEIGHT.asc()).await?;
    let links: Vec<_> =
        links.iter().map(|link| (link.tag_id, link.taggable_type.as_str(), link.taggable_id)).collect();
    let expected = [(1, "post", 1), (2, "post", 1), (2, "image", 1), (3, "image", 2), (3, "post", 1)];
    assert_eq!(links, expected);
    assert_eq!(
        post,
        Post::query().include(Post::TAGS.order_by(Tag::ID.asc()).filter(Tag::ID.lt(3))).one(&db).await?
    );
    Ok(())
}

async fn links_an_owner_that_exists(Test { db, .. }: Test) -> Result<()> {
    SCHEMA.sync(&db).await?;
    let image = Image::build().link("l").insert(&db).await?;
    let comment = Comment::build().body("c").commentable(&image).insert(&db).await?;
    assert_eq!((comment.commentable_type.as_str(), comment.commentable_id), ("image", image.id));
    assert_eq!(comment.get_commentable(&db).await?, Commentable::Image(image.clone()));
    let comment = Comment::build().body("d").commentable(&Commentable::from(image)).insert(&db).await?;
    assert_eq!((comment.commentable_type.as_str(), comment.commentable_id), ("image", 1));
    let comment = Comment::build().body("e").commentable(CommentableKey::Post(7)).insert(&db).await?;
    assert_eq!((comment.commentable_type.as_str(), comment.commentable_id), ("post", 7));
    Ok(())
}

/// The owner is in the slot as an include would load it, with what is nested in it.
async fn stores_a_new_owner_before_its_row(Test { db, .. }: Test) -> Result<()> {
    SCHEMA.sync(&db).await?;
    let statements = Statements::count();
    let comment: Loaded![Comment { commentable }] =
        Comment::build().body("a").commentable(Post::build().title("t")).insert(&db).await?;
    assert_eq!(statements.sent(), 2);
    assert_eq!(comment, Comment::query().include(Comment::COMMENTABLE).one(&db).await?);
    let image = Image::build().link("l").tags([(Tag::build().name("n"), ItemTag::build().weight(1))]);
    let comment = Comment::build().body("b").commentable(image).insert(&db).await?;
    assert_eq!((comment.commentable_type.as_str(), comment.commentable_id), ("image", 1));
    let Commentable::Image(image) = &comment.commentable else { panic!("{comment:?}") };
    assert_eq!((image.link.as_str(), image.tags[0].name.as_str()), ("l", "n"));
    Ok(())
}

async fn stores_owners_of_several_models_with_one_statement_each(Test { db, .. }: Test) -> Result<()> {
    SCHEMA.sync(&db).await?;
    let comment = |n: usize| {
        let owner = if n.is_multiple_of(3) {
            Commentable::Post(Post::build().title(format!("post {n}")))
        } else {
            let tag = Tag::build().name(format!("tag {n}"));
            Commentable::Image(
                Image::build().link(format!("image {n}")).tags([(tag, ItemTag::build().weight(0))]),
            )
        };
        Comment::build().body(format!("{n}")).commentable(owner)
    };
    let statements = Statements::count();
    let stored = Comment::insert_all(&db, (0..30).map(comment)).await?;
    // Posts, images, tags, links, comments.
    assert_eq!(statements.sent(), 5);
    for (n, comment) in stored.iter().enumerate() {
        assert_eq!(comment.body, n.to_string());
        match &comment.commentable {
            Commentable::Post(post) => assert_eq!(post.title, format!("post {n}")),
            Commentable::Image(image) => assert_eq!(image.tags[0].name, format!("tag {n}")),
        }
    }
    let commentable = Comment::COMMENTABLE.include(Image::TAGS);
    let loaded = Comment::query().order_by(Comment::ID.asc()).include(commentable).all(&db).await?;
    assert_eq!(stored, loaded);
    let posts = Comment::insert_all(
        &db,
        (30..40)
            .map(|n| Comment::build().body(format!("{n}")).commentable(Post::build().title(format!("{n}")))),
    );
    assert_eq!(posts.await?.len(), 10);
    // Those that loaded, and posts with their comments.
    assert_eq!(statements.sent(), 4 + 2);
    Ok(())
}

/// All of it is one unit.
async fn stores_no_owner_of_a_row_that_is_refused(Test { db, .. }: Test) -> Result<()> {
    SCHEMA.sync(&db).await?;
    let comment = || Comment::build().body("same").commentable(Post::build().title("t"));
    comment().insert(&db).await?;
    assert_eq!(kind(comment().insert(&db).await), orm::ErrorKind::UniqueViolation);
    assert_eq!(kind(Comment::insert_all(&db, [comment()]).await), orm::ErrorKind::UniqueViolation);
    assert_eq!(Post::query().count(&db).await?, 1);
    Ok(())
}

async fn stores_an_owner_beside_other_rows(Test { db, .. }: Test) -> Result<()> {
    SCHEMA.sync(&db).await?;
    let image = Image::build().link("l").insert(&db).await?;
    let reply = |body: &str| Comment::build().body(body).commentable(&image);
    let comment = Comment::build()
        .parent(reply("above"))
        .commentable(Post::build().title("t").comments([Comment::build().body("beside")]))
        .replies([reply("one"), reply("two")])
        .body("here")
        .insert(&db)
        .await?;
    assert_eq!(comment.parent.as_ref().map(|parent| parent.body.as_str()), Some("above"));
    let Commentable::Post(post) = &comment.commentable else { panic!("{comment:?}") };
    assert_eq!(post.comments[0].body, "beside");
    assert_eq!(comment.replies.iter().map(|reply| reply.body.as_str()).collect::<Vec<_>>(), ["one", "two"]);
    assert_eq!(post.get_comments(&db).await?.len(), 2);
    // Below another row, and in a row that is created through an accessor.
    let nested = Comment::build().body("deep").commentable(Image::build().link("m"));
    let stored = comment.create_reply(&db, nested).await?;
    assert_eq!((stored.parent_id, stored.commentable_id), (Some(comment.id), 2));
    Ok(())
}
