//! Scopes of `has_one`: a plain one, and that of one kind of owner.
use orm::prelude::*;
use orm::{Result, schema};

use crate::case::Test;
use crate::cases::support::rows;

crate::cases!["scopes": [has_one, has_one_of_a_kind]];

/// The fixture `main_comment`: the scope picks one of a post's comments.
async fn has_one(Test { db, .. }: Test) -> Result<()> {
    #[derive(Model, Debug)]
    #[has_many(Comment)]
    #[has_one(Comment, as = main_comment, foreign_key = post_id, scope(is_main = true))]
    struct Post {
        id: i64,
        title: String,
    }
    #[derive(Model, Debug, Clone, PartialEq)]
    struct Comment {
        id: i64,
        title: String,
        #[column(default = false)]
        is_main: bool,
        post_id: Option<i64>,
    }
    schema![Post, Comment].sync(&db).await?;
    let p = Post::build().title("p").insert(&db).await?;
    Comment::build().title("plain").post_id(1).insert(&db).await?;
    assert_eq!(p.get_main_comment(&db).await?, None);
    let main = p.create_main_comment(&db, Comment::build().title("main")).await?;
    assert_eq!((main.is_main, main.post_id), (true, Some(1)));
    assert_eq!(p.get_main_comment(&db).await?, Some(main));
    let mut future = Comment::build().title("future main").insert(&db).await?;
    p.set_main_comment(&db, &mut future).await?;
    assert_eq!((future.is_main, future.post_id), (true, Some(1)));
    assert_eq!(p.get_main_comment(&db).await?, Some(future));
    let stored = rows(&db, Comment::ID.asc()).await?;
    let stored: Vec<_> = stored.iter().map(|row| (row.title.as_str(), row.is_main, row.post_id)).collect();
    assert_eq!(stored, [("plain", false, Some(1)), ("main", true, None), ("future main", true, Some(1))]);
    let found = Post::query().include(Post::MAIN_COMMENT).include(Post::COMMENTS).one(&db).await?;
    assert_eq!(found.main_comment.as_ref().map(|comment| comment.id), Some(3));
    assert_eq!(crate::cases::support::sorted(found.comments.iter().map(|row| row.id).collect()), [1, 3]);
    assert_eq!((found.id, found.title.as_str()), (1, "p"));
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
    schema![Person, House, Picture].sync(&db).await?;
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
    person.set_portrait(&db, None).await?;
    assert_eq!(person.get_portrait(&db).await?, None);
    assert!(house.get_picture(&db).await?.is_some());
    Ok(())
}
