//! What `required` drops, and what shape it leaves.
use orm::prelude::*;
use orm::{Loaded, Result};

use super::fixture::*;
use crate::case::Test;

type Deep = Loaded![User { posts { comments } }];

crate::cases!["eager": [
    required,
    limit_required,
    limit_nested_required,
    nested_required_under_optional,
    a_filter_after_required_keeps_the_row,
]];

fn ids(users: &[Loaded![User { posts }]]) -> Vec<(i64, Vec<i64>)> {
    users.iter().map(|user| (user.id, user.posts.iter().map(|post| post.id).collect())).collect()
}

fn deep_ids(users: &[Deep]) -> Vec<(i64, Vec<(i64, usize)>)> {
    let posts = |user: &Deep| user.posts.iter().map(|post| (post.id, post.comments.len())).collect();
    users.iter().map(|user| (user.id, posts(user))).collect()
}

async fn required(Test { db, .. }: Test) -> Result<()> {
    blog(&db).await?;
    let users = User::query().order_by(User::ID.asc()).include(User::POSTS.required()).all(&db).await?;
    assert_eq!(ids(&users), [(1, vec![1, 2, 3]), (2, vec![4])]);
    let posts = Post::query().order_by(Post::ID.asc()).include(Post::USER.required()).all(&db).await?;
    let whose: Vec<(i64, &str)> = posts.iter().map(|post| (post.id, post.user.name.as_str())).collect();
    assert_eq!(whose, [(1, "ann"), (2, "ann"), (3, "ann"), (4, "bob")]);
    Ok(())
}

async fn limit_required(Test { db, .. }: Test) -> Result<()> {
    blog(&db).await?;
    let users = || User::query().order_by(User::ID.asc()).include(User::POSTS.required());
    assert_eq!(ids(&users().limit(1).all(&db).await?), [(1, vec![1, 2, 3])]);
    assert_eq!(ids(&users().limit(1).offset(1).all(&db).await?), [(2, vec![4])]);
    let unpopular = User::POSTS.filter(Post::LIKES.lt(5)).required();
    let found = User::query().order_by(User::ID.asc()).limit(2).include(unpopular).all(&db).await?;
    assert_eq!(ids(&found), [(1, vec![2]), (2, vec![4])]);
    Ok(())
}

async fn limit_nested_required(Test { db, .. }: Test) -> Result<()> {
    blog(&db).await?;
    let discussed = User::POSTS.include(Post::COMMENTS.required()).required();
    let users = User::query().order_by(User::ID.asc()).limit(1).offset(1).include(discussed).all(&db).await?;
    assert_eq!(deep_ids(&users), [(2, vec![(4, 2)])]);
    Ok(())
}

async fn nested_required_under_optional(Test { db, .. }: Test) -> Result<()> {
    blog(&db).await?;
    let discussed = || User::POSTS.include(Post::COMMENTS.required());
    let users = User::query().order_by(User::ID.asc()).include(discussed()).all(&db).await?;
    assert_eq!(deep_ids(&users), [(1, vec![(1, 2), (2, 1)]), (2, vec![(4, 2)]), (3, vec![])]);
    let users = User::query().order_by(User::ID.asc()).include(discussed().required()).all(&db).await?;
    assert_eq!(deep_ids(&users), [(1, vec![(1, 2), (2, 1)]), (2, vec![(4, 2)])]);
    Ok(())
}

/// What drops the rows above cannot leave one without its own: neither a filter nor a required include below it.
async fn a_filter_after_required_keeps_the_row(Test { db, .. }: Test) -> Result<()> {
    blog(&db).await?;
    let by_ann = Post::USER.required().filter(User::NAME.eq("ann"));
    let posts = Post::query().order_by(Post::ID.asc()).include(by_ann).all(&db).await?;
    let names: Vec<&str> = posts.iter().map(|post| post.user.name.as_str()).collect();
    assert_eq!(names, ["ann", "ann", "ann"]);
    let known = Post::USER.required().include(User::PROFILE.required());
    let posts = Post::query().order_by(Post::ID.asc()).include(known).all(&db).await?;
    let bios: Vec<(i64, &str)> = posts.iter().map(|post| (post.id, post.user.profile.bio.as_str())).collect();
    assert_eq!(bios, [(1, "ann bio"), (2, "ann bio"), (3, "ann bio")]);
    Ok(())
}
