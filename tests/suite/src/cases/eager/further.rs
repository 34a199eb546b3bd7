//! Siblings, shared rows, rows that should not be there, and rows that are gone.
use orm::prelude::*;
use orm::{ErrorKind, Result};

use super::fixture::*;
use crate::case::Test;
use crate::cases::support::kind;

crate::cases!["eager": [
    siblings_do_not_multiply,
    rows_that_share_a_row_each_have_it,
    has_one_gives_the_first_of_several,
    a_required_row_that_is_gone_is_an_error,
    save_ignores_children,
    an_include_sees_its_transaction,
    a_loaded_row_has_the_accessors_of_the_row,
    serializes_in_order,
]];

async fn siblings_do_not_multiply(Test { db, .. }: Test) -> Result<()> {
    blog(&db).await?;
    let ann =
        User::query().filter(User::ID.eq(1)).include(User::PROFILE).include(User::POSTS).one(&db).await?;
    assert_eq!((ann.posts.len(), ann.profile.is_some()), (3, true));
    let post =
        Post::query().filter(Post::ID.eq(1)).include(Post::USER).include(Post::COMMENTS).one(&db).await?;
    assert_eq!((post.comments.len(), post.user.as_ref().unwrap().name.as_str()), (2, "ann"));
    Ok(())
}

async fn rows_that_share_a_row_each_have_it(Test { db, .. }: Test) -> Result<()> {
    blog(&db).await?;
    let posts =
        Post::query().order_by(Post::ID.asc()).include(Post::USER.include(User::PROFILE)).all(&db).await?;
    let bios: Vec<_> =
        posts.iter().map(|post| post.user.as_ref().map(|user| user.profile.is_some())).collect();
    assert_eq!(bios, [Some(true), Some(true), Some(true), Some(false), None]);
    Ok(())
}

mod loose {
    use super::*;

    /// No constraint holds what these two promise.
    #[derive(Model, Debug, Clone, PartialEq)]
    #[has_one(Card, constraints = false)]
    pub(super) struct Owner {
        pub(super) id: i64,
    }

    #[derive(Model, Debug, Clone, PartialEq)]
    #[belongs_to(Owner, constraints = false)]
    pub(super) struct Card {
        pub(super) id: i64,
        pub(super) owner_id: i64,
    }
}

async fn has_one_gives_the_first_of_several(Test { db, .. }: Test) -> Result<()> {
    use loose::{Card, Owner};
    // The tables as another program might have made them: without a unique key.
    orm::sql("CREATE TABLE owners (id BIGINT PRIMARY KEY)").execute(&db).await?;
    orm::sql("CREATE TABLE cards (id BIGINT PRIMARY KEY, owner_id BIGINT)").execute(&db).await?;
    Owner::insert_all(&db, (1..=2).map(|id| Owner::build().id(id))).await?;
    Card::insert_all(&db, (1..=4).map(|id| Card::build().id(id).owner_id(id % 2 + 1))).await?;
    let owners = Owner::query()
        .order_by(Owner::ID.asc())
        .include(Owner::CARD.order_by(Card::ID.desc()))
        .all(&db)
        .await?;
    let cards: Vec<_> = owners.iter().map(|owner| owner.card.as_ref().map(|card| card.id)).collect();
    assert_eq!(cards, [Some(4), Some(3)]);
    Ok(())
}

async fn a_required_row_that_is_gone_is_an_error(Test { db, .. }: Test) -> Result<()> {
    use loose::{Card, Owner};
    orm::schema![Owner, Card].sync(&db).await?;
    Card::build().owner_id(7).insert(&db).await?;
    assert_eq!(kind(Card::query().include(Card::OWNER).all(&db).await), ErrorKind::NotFound);
    let filtered = Card::OWNER.filter(Owner::ID.gt(0));
    assert_eq!(Card::query().include(filtered).one(&db).await?.owner, None);
    assert_eq!(Card::query().include(Card::OWNER.required()).all(&db).await?.len(), 0);
    Ok(())
}

async fn save_ignores_children(Test { db, .. }: Test) -> Result<()> {
    blog(&db).await?;
    let mut ann = User::query().filter(User::ID.eq(1)).include(User::POSTS).one(&db).await?;
    ann.name = "anna".to_owned();
    ann.posts[0].title = "changed".to_owned();
    ann.save(&db).await?;
    assert_eq!(User::get(&db, 1).await?.name, "anna");
    assert_eq!(Post::get(&db, ann.posts[0].id).await?.title, "p1");
    Ok(())
}

async fn an_include_sees_its_transaction(Test { db, .. }: Test) -> Result<()> {
    blog(&db).await?;
    let tx = db.begin().await?;
    Post::build().title("p6").user_id(Some(3)).insert(&tx).await?;
    let cid = User::query().filter(User::ID.eq(3)).include(User::POSTS).one(&tx).await?;
    assert_eq!(cid.posts.len(), 1);
    tx.rollback().await?;
    assert_eq!(User::query().filter(User::ID.eq(3)).include(User::POSTS).one(&db).await?.posts.len(), 0);
    Ok(())
}

async fn a_loaded_row_has_the_accessors_of_the_row(Test { db, .. }: Test) -> Result<()> {
    blog(&db).await?;
    let ann = User::query().filter(User::ID.eq(1)).include(User::PROFILE).one(&db).await?;
    assert_eq!(ann.count_posts(&db).await?, 3);
    assert!(ann.has_post(&db, 1).await?);
    let mut post = Post::query().filter(Post::ID.eq(5)).include(Post::COMMENTS).one(&db).await?;
    post.set_user(&db, &*ann).await?;
    assert_eq!(post.user_id, Some(1));
    Ok(())
}

async fn serializes_in_order(Test { db, .. }: Test) -> Result<()> {
    blog(&db).await?;
    let bob = User::query()
        .filter(User::ID.eq(2))
        .include(User::POSTS.include(Post::COMMENTS.select(Comment::BODY)));
    let text = serde_json::to_string(&bob.one(&db).await?).unwrap();
    let expected = concat!(
        r#"{"id":2,"name":"bob","posts":[{"id":4,"title":"p4","likes":3,"user_id":2,"#,
        r#""comments":["c4","c5"]}]}"#
    );
    assert_eq!(text, expected);
    Ok(())
}
