//! The other side, `via = commentable`: a post and an image with the same key, whose comments are kept apart.
use orm::association::NONE;
use orm::prelude::*;
use orm::{Result, schema};

use super::fixture::*;
use crate::case::Test;
use crate::cases::support::kind;

crate::cases!["polymorphic": [
    adds_and_sets_within_the_kind,
    asks_for_rows_of_the_kind,
    counts_and_filters_within_the_kind,
    creates_and_gets_within_the_kind,
    has_rows_of_the_kind_only,
    has_one_of_a_kind,
    has_one_of_one_kind_and_many_of_another,
    includes_rows_of_the_kind,
    removes_within_the_kind,
    sets_nothing_and_spares_other_kinds,
]];

/// `add` and `set` write the scope's values too; a row that is taken away loses its key and keeps its kind.
async fn adds_and_sets_within_the_kind(Test { db, .. }: Test) -> Result<()> {
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

async fn counts_and_filters_within_the_kind(Test { db, .. }: Test) -> Result<()> {
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
async fn creates_and_gets_within_the_kind(Test { db, .. }: Test) -> Result<()> {
    let Desk { post, image, .. } = desk(&db).await?;
    let pc = post.create_comment(&db, Comment::build().title("pc")).await?;
    let ic = image.create_comment(&db, Comment::build().title("ic")).await?;
    assert_eq!((pc.commentable_type.as_deref(), pc.commentable_id), (Some("post"), Some(1)));
    assert_eq!((ic.commentable_type.as_deref(), ic.commentable_id), (Some("image"), Some(1)));
    assert_eq!(post.get_comments(&db).await?, [pc]);
    assert_eq!(image.get_comments(&db).await?, [ic]);
    Ok(())
}

async fn has_rows_of_the_kind_only(Test { db, .. }: Test) -> Result<()> {
    let Desk { post, image, .. } = desk(&db).await?;
    let comment = post.create_comment(&db, Comment::build().title("b")).await?;
    assert!(post.has_comment(&db, &comment).await?);
    assert!(!image.has_comment(&db, &comment).await?);
    Ok(())
}

async fn asks_for_rows_of_the_kind(Test { db, .. }: Test) -> Result<()> {
    let Desk { image, .. } = desk(&db).await?;
    image.create_comment(&db, Comment::build().title("a")).await?;
    assert!(!Post::query().filter(Post::COMMENTS.exists()).exists(&db).await?);
    assert_eq!(Image::query().filter(Image::COMMENTS.any(Comment::TITLE.eq("a"))).count(&db).await?, 1);
    assert_eq!(Post::query().filter(Post::COMMENTS.count().eq(0)).count(&db).await?, 1);
    Ok(())
}

/// A row of another kind of owner is none of this one's, whatever its key.
async fn removes_within_the_kind(Test { db, .. }: Test) -> Result<()> {
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

async fn sets_nothing_and_spares_other_kinds(Test { db, .. }: Test) -> Result<()> {
    let Desk { post, image, free, free2 } = desk(&db).await?;
    post.add_comment(&db, &free).await?;
    image.add_comment(&db, &free2).await?;
    image.set_comments(&db, NONE).await?;
    assert_comments(&db, &[("free", Some("post"), Some(1)), ("free2", Some("image"), None)]).await
}

async fn includes_rows_of_the_kind(Test { db, .. }: Test) -> Result<()> {
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

/// `set` lets go the former row of this owner, and leaves that of another kind with the same key alone.
async fn has_one_of_a_kind(Test { db, .. }: Test) -> Result<()> {
    #[derive(Model, Debug)]
    #[has_one(Picture, as = portrait, via = subject)]
    struct Person {
        id: i64,
    }
    #[derive(Model, Debug)]
    #[has_one(Picture, via = subject)]
    struct House {
        id: i64,
    }
    #[derive(Model, Debug, Clone, PartialEq)]
    #[belongs_to(Person | House, as = subject)]
    struct Picture {
        id: i64,
        subject_type: Option<String>,
        subject_id: Option<i64>,
    }
    let schema = schema![Person, House, Picture];
    schema.sync(&db).await?;
    let drawn = schema.diagram();
    for line in ["\"people\" |o..o| \"pictures\" : \"Picture.subject\"", "\"houses\" |o..o| \"pictures\""] {
        assert!(drawn.contains(line), "{drawn}");
    }
    let (person, house) = (Person::build().insert(&db).await?, House::build().insert(&db).await?);
    assert_eq!(person.id, house.id);
    let of_house = house.create_picture(&db, Picture::build()).await?;
    let first = person.create_portrait(&db, Picture::build()).await?;
    let second = Picture::build().insert(&db).await?;
    person.set_portrait(&db, &second).await?;
    assert_eq!(person.get_portrait(&db).await?.map(|picture| picture.id), Some(second.id));
    assert_eq!(house.get_picture(&db).await?, Some(of_house));
    let former = Picture::get(&db, first.id).await?;
    assert_eq!((former.subject_type.as_deref(), former.subject_id), (Some("person"), None));
    let another = Picture::build().subject(&person).insert(&db).await;
    assert_eq!(kind(another), orm::ErrorKind::UniqueViolation);
    person.set_portrait(&db, None).await?;
    assert_eq!(person.get_portrait(&db).await?, None);
    assert!(house.get_picture(&db).await?.is_some());
    Ok(())
}

/// Where one kind of owner has many rows, no constraint can say that another has one.
async fn has_one_of_one_kind_and_many_of_another(test: Test) -> Result<()> {
    #[derive(Model, Debug)]
    #[has_one(Sign, via = place)]
    struct Door {
        id: i64,
    }
    #[derive(Model, Debug)]
    #[has_many(Sign, via = place)]
    struct Street {
        id: i64,
    }
    #[derive(Model, Debug, Clone, PartialEq)]
    #[belongs_to(Door | Street, as = place)]
    struct Sign {
        id: i64,
        place_type: Option<String>,
        place_id: Option<i64>,
    }
    let expected = "
        doors(id:auto)
        signs(id:auto, place_type:text?, place_id:integer?)
            index place_type, place_id
        streets(id:auto)";
    test.expect_sync(schema![Door, Street, Sign], expected).await?;
    let (db, street) = (&test.db, Street::build().insert(&test.db).await?);
    let door = Door::build().insert(db).await?;
    street.create_sign(db, Sign::build()).await?;
    street.create_sign(db, Sign::build()).await?;
    door.create_sign(db, Sign::build()).await?;
    let second = door.create_sign(db, Sign::build()).await?;
    assert_eq!((street.count_signs(db).await?, door.get_sign(db).await?), (2, Some(second)));
    Ok(())
}
