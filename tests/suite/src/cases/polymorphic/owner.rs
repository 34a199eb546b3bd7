//! `get_commentable`: the owner of a row, whatever model it is of.
use orm::prelude::*;
use orm::{ErrorKind, Result};

use super::fixture::*;
use crate::case::Test;

crate::cases!["polymorphic": [
    get_item,
    indexes_the_owner_and_constrains_nothing,
    no_constraint,
    reports_an_unknown_kind,
    reports_a_required_owner_that_is_gone,
]];

/// The enum says which model the owner is of: an image's comment cannot be asked for its post.
async fn get_item(Test { db, .. }: Test) -> Result<()> {
    let Desk { post, image, free, .. } = desk(&db).await?;
    let pc = post.create_comment(&db, Comment::build().title("pc")).await?;
    let ic = image.create_comment(&db, Comment::build().title("ic")).await?;
    assert_eq!(pc.get_commentable(&db).await?, Some(Commentable::Post(post)));
    assert_eq!(ic.get_commentable(&db).await?, Some(Commentable::Image(image)));
    assert_eq!(free.get_commentable(&db).await?, None);
    let rows = [
        ("free", None, None),
        ("free2", None, None),
        ("pc", Some("post"), Some(1)),
        ("ic", Some("image"), Some(1)),
    ];
    assert_comments(&db, &rows).await
}

async fn indexes_the_owner_and_constrains_nothing(test: Test) -> Result<()> {
    let expected = "
        comments(id:auto, title:text, commentable:text?, commentable_id:integer?)
            index commentable, commentable_id
        images(id:auto, title:text?, link:text?)
        posts(id:auto, title:text?, body:text?)";
    test.expect_sync(SCHEMA, expected).await
}

/// No constraint holds the owner, so it may be gone, or never have been.
async fn no_constraint(Test { db, .. }: Test) -> Result<()> {
    let Desk { post, .. } = desk(&db).await?;
    let mut pc = post.create_comment(&db, Comment::build().title("pc")).await?;
    post.delete(&db).await?;
    pc.reload(&db).await?;
    assert_eq!((pc.commentable_type.as_deref(), pc.commentable_id), (Some("post"), Some(1)));
    assert_eq!(pc.get_commentable(&db).await?, None);
    Comment::build().title("x").commentable_type("post").commentable_id(999).insert(&db).await?;
    let rows = [
        ("free", None, None),
        ("free2", None, None),
        ("pc", Some("post"), Some(1)),
        ("x", Some("post"), Some(999)),
    ];
    assert_comments(&db, &rows).await
}

async fn reports_an_unknown_kind(Test { db, .. }: Test) -> Result<()> {
    desk(&db).await?;
    let odd = Comment::build().title("odd").commentable_type("video").commentable_id(1).insert(&db).await?;
    let error = odd.get_commentable(&db).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    let expected = "`Comment.commentable_type` holds `video`, but a `commentable` is one of `post`, `image`";
    assert_eq!(error.message(), expected);
    Ok(())
}

/// Where the key is required, the getter gives the owner itself.
async fn reports_a_required_owner_that_is_gone(Test { db, .. }: Test) -> Result<()> {
    #[derive(Model, Debug, PartialEq)]
    struct Dog {
        id: i64,
    }
    #[derive(Model, Debug, PartialEq)]
    struct Cat {
        id: i64,
    }
    #[derive(Model)]
    #[belongs_to(Dog | Cat, as = animal)]
    struct Collar {
        id: i64,
        animal_type: String,
        animal_id: i64,
    }
    orm::schema![Dog, Cat, Collar].sync(&db).await?;
    let cat = Cat::build().insert(&db).await?;
    let collar = Collar::build().animal(&cat).insert(&db).await?;
    let found: Animal = collar.get_animal(&db).await?;
    assert_eq!(found, Animal::Cat(Cat { id: cat.id }));
    cat.delete(&db).await?;
    assert_eq!(collar.get_animal(&db).await.unwrap_err().kind(), ErrorKind::NotFound);
    assert_eq!(collar.id, 1);
    Ok(())
}
