//! Loading onto rows that are in memory already.
use orm::prelude::*;
use orm::{Loaded, Result};

use super::fixture::*;
use crate::case::Test;

type Deep = Loaded![User { posts { comments } }];
type Discussed = Loaded![Post { user!, comments }];

crate::cases!["eager": [
    loads_onto_rows_in_memory,
    loads_onto_loaded_rows,
    drops_rows_in_memory_without_a_match,
    asks_nobody_for_no_rows,
]];

async fn loads_onto_rows_in_memory(Test { db, .. }: Test) -> Result<()> {
    blog(&db).await?;
    let mut users = User::query().order_by(User::ID.desc()).all(&db).await?;
    // The same row twice gets the same rows twice.
    users.push(users[2].clone());
    let users: Vec<Deep> = User::POSTS.include(Post::COMMENTS).load(&db, users).await?;
    let counts: Vec<(i64, usize)> = users.iter().map(|user| (user.id, user.posts.len())).collect();
    assert_eq!(counts, [(3, 0), (2, 1), (1, 3), (1, 3)]);
    assert_eq!(users[2], users[3]);
    assert_eq!(users[1].posts[0].comments.len(), 2);
    Ok(())
}

async fn loads_onto_loaded_rows(Test { db, .. }: Test) -> Result<()> {
    blog(&db).await?;
    let users = User::query().order_by(User::ID.asc()).include(User::PROFILE).all(&db).await?;
    let users: Vec<Loaded![User { profile, posts: u64 }]> = User::POSTS.count().load(&db, users).await?;
    let found: Vec<(bool, u64)> = users.iter().map(|user| (user.profile.is_some(), user.posts)).collect();
    assert_eq!(found, [(true, 3), (false, 1), (false, 0)]);
    let rows = users.into_iter().map(|user| user.into_row());
    let users = User::POSTS.select(Post::ID).load(&db, rows).await?;
    assert_eq!(users[0].posts, [1, 2, 3]);
    Ok(())
}

async fn drops_rows_in_memory_without_a_match(Test { db, .. }: Test) -> Result<()> {
    blog(&db).await?;
    let posts = Post::query().order_by(Post::ID.asc()).all(&db).await?;
    let posts = Post::COMMENTS.filter(Comment::APPROVED.eq(true)).required().load(&db, posts).await?;
    assert_eq!(posts.iter().map(|post| post.id).collect::<Vec<_>>(), [1, 2, 4]);
    let posts: Vec<Discussed> = Post::USER.required().load(&db, posts).await?;
    assert_eq!(posts[2].user.name, "bob");
    Ok(())
}

async fn asks_nobody_for_no_rows(Test { db, .. }: Test) -> Result<()> {
    // There are no tables: any statement would fail.
    assert_eq!(User::POSTS.include(Post::COMMENTS).load(&db, Vec::<User>::new()).await?.len(), 0);
    let lonely = Post { id: 1, title: String::new(), likes: None, user_id: None };
    let found = Post::USER.load(&db, [lonely]).await?;
    assert_eq!(found[0].user, None);
    Ok(())
}
