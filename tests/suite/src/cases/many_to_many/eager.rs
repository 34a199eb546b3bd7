//! Includes through a junction.
use orm::prelude::*;
use orm::{Result, schema};

use crate::case::Test;

crate::cases!["eager": [
    limit_nm,
    nested_nm,
    nm_where,
    through_attributes,
    through_where,
]];

#[derive(Model, Debug, Clone, PartialEq)]
#[has_many(Post)]
struct User {
    id: i64,
    name: String,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[belongs_to(User)]
#[belongs_to_many(Tag, through = PostTag)]
struct Post {
    id: i64,
    title: String,
    user_id: Option<i64>,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[belongs_to_many(Post, through = PostTag)]
struct Tag {
    id: i64,
    name: String,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[belongs_to(Post)]
#[belongs_to(Tag)]
struct PostTag {
    weight: i32,
    #[key]
    post_id: i64,
    #[key]
    tag_id: i64,
}

async fn blog(db: &Db) -> Result<()> {
    schema![User, Post, Tag, PostTag].sync(db).await?;
    let ann = User::build().name("ann").insert(db).await?;
    let bob = User::build().name("bob").insert(db).await?;
    for (title, user) in
        [("p1", Some(ann.id)), ("p2", Some(ann.id)), ("p3", Some(ann.id)), ("p4", Some(bob.id))]
    {
        Post::build().title(title).user_id(user).insert(db).await?;
    }
    Post::build().title("p5").insert(db).await?;
    Tag::insert_all(db, ["rust", "sql", "unused"].map(|name| Tag::build().name(name))).await?;
    let weights = [(1, 1, 10), (1, 2, 20), (3, 1, 30), (4, 2, 40)];
    let weights =
        weights.map(|(post, tag, weight)| PostTag::build().post_id(post).tag_id(tag).weight(weight));
    PostTag::insert_all(db, weights).await?;
    Ok(())
}

/// The names of each post's tags.
macro_rules! tags {
    ($posts:expr) => {
        $posts
            .iter()
            .map(|post| (post.id, post.tags.iter().map(|tag| tag.name.as_str()).collect::<Vec<_>>()))
            .collect::<Vec<_>>()
    };
}

async fn nm_where(Test { db, .. }: Test) -> Result<()> {
    blog(&db).await?;
    let rust = || Post::TAGS.filter(Tag::NAME.eq("rust"));
    let posts = Post::query().order_by(Post::ID.asc()).include(rust().required()).all(&db).await?;
    assert_eq!(tags!(posts), [(1, vec!["rust"]), (3, vec!["rust"])]);
    let posts = Post::query().order_by(Post::ID.asc()).include(rust()).all(&db).await?;
    assert_eq!(tags!(posts), [(1, vec!["rust"]), (2, vec![]), (3, vec!["rust"]), (4, vec![]), (5, vec![])]);
    Ok(())
}

async fn limit_nm(Test { db, .. }: Test) -> Result<()> {
    blog(&db).await?;
    let tags = || Post::TAGS.order_by(Tag::ID.asc());
    let posts = Post::query().order_by(Post::ID.asc()).limit(2).include(tags()).all(&db).await?;
    assert_eq!(tags!(posts), [(1, vec!["rust", "sql"]), (2, vec![])]);
    let rust = Post::TAGS.filter(Tag::NAME.eq("rust")).required();
    let posts = Post::query().order_by(Post::ID.asc()).limit(1).offset(1).include(rust).all(&db).await?;
    assert_eq!(tags!(posts), [(3, vec!["rust"])]);
    let heavy = Post::TAGS.filter_through(PostTag::WEIGHT.eq(40)).required();
    let posts = Post::query().order_by(Post::ID.asc()).limit(1).include(heavy).all(&db).await?;
    assert_eq!(tags!(posts), [(4, vec!["sql"])]);
    let heaviest = Post::TAGS.with_through().order_through(PostTag::WEIGHT.desc()).limit(1);
    let posts = Post::query().order_by(Post::ID.asc()).limit(3).include(heaviest).all(&db).await?;
    assert_eq!(tags!(posts), [(1, vec!["sql"]), (2, vec![]), (3, vec!["rust"])]);
    Ok(())
}

async fn nested_nm(Test { db, .. }: Test) -> Result<()> {
    blog(&db).await?;
    let posts =
        User::POSTS.order_by(Post::ID.asc()).include(Post::TAGS.order_by(Tag::ID.asc()).include(Tag::POSTS));
    let users = User::query().order_by(User::ID.asc()).include(posts).all(&db).await?;
    assert_eq!(tags!(users[0].posts), [(1, vec!["rust", "sql"]), (2, vec![]), (3, vec!["rust"])]);
    assert_eq!(tags!(users[1].posts), [(4, vec!["sql"])]);
    assert_eq!(users[0].posts[0].tags[0].posts.len(), 2);
    Ok(())
}

async fn through_attributes(Test { db, .. }: Test) -> Result<()> {
    blog(&db).await?;
    let tags = Post::TAGS.with_through().order_by(Tag::ID.asc()).include(Tag::POSTS.with_through());
    let posts = Post::query().order_by(Post::ID.asc()).include(tags).all(&db).await?;
    assert_eq!(
        tags!(posts),
        [(1, vec!["rust", "sql"]), (2, vec![]), (3, vec!["rust"]), (4, vec!["sql"]), (5, vec![])]
    );
    assert_eq!(posts[0].tags[1].through, PostTag { weight: 20, post_id: 1, tag_id: 2 });
    assert_eq!(posts[3].tags[0].posts.iter().map(|linked| linked.through.weight).sum::<i32>(), 60);
    Ok(())
}

async fn through_where(Test { db, .. }: Test) -> Result<()> {
    blog(&db).await?;
    let heavy = || Post::TAGS.filter_through(PostTag::WEIGHT.gte(20));
    let posts = Post::query().order_by(Post::ID.asc()).include(heavy()).all(&db).await?;
    assert_eq!(
        tags!(posts),
        [(1, vec!["sql"]), (2, vec![]), (3, vec!["rust"]), (4, vec!["sql"]), (5, vec![])]
    );
    let posts =
        Post::query().order_by(Post::ID.asc()).include(heavy().with_through().required()).all(&db).await?;
    assert_eq!(tags!(posts), [(1, vec!["sql"]), (3, vec!["rust"]), (4, vec!["sql"])]);
    Ok(())
}
