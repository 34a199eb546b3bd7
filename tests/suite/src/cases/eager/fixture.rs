//! The fixture `blog`, without its tags.
use orm::prelude::*;
use orm::schema::Schema;
use orm::{Result, schema};
use serde::Serialize;
use serde_json::Value;

#[derive(Model, Debug, Clone, PartialEq, Serialize)]
#[has_many(Post)]
#[has_one(Profile)]
pub(crate) struct User {
    pub(crate) id: i64,
    pub(crate) name: String,
}

#[derive(Model, Debug, Clone, PartialEq, Serialize)]
#[belongs_to(User)]
#[has_many(Comment)]
pub(crate) struct Post {
    pub(crate) id: i64,
    pub(crate) title: String,
    pub(crate) likes: Option<i32>,
    pub(crate) user_id: Option<i64>,
}

#[derive(Model, Debug, Clone, PartialEq, Serialize)]
#[belongs_to(Post)]
#[belongs_to(User, as = author)]
pub(crate) struct Comment {
    pub(crate) id: i64,
    pub(crate) body: String,
    pub(crate) approved: Option<bool>,
    pub(crate) post_id: Option<i64>,
    pub(crate) author_id: Option<i64>,
}

#[derive(Model, Debug, Clone, PartialEq, Serialize)]
#[belongs_to(User)]
pub(crate) struct Profile {
    pub(crate) id: i64,
    pub(crate) bio: String,
    pub(crate) user_id: Option<i64>,
}

pub(crate) const SCHEMA: Schema = schema![User, Post, Comment, Profile];

/// Three users; ann has a profile and three posts, bob one, nobody the fifth.
pub(crate) async fn blog(db: &Db) -> Result<()> {
    SCHEMA.sync(db).await?;
    let name = |name: &str| User::build().name(name);
    let users = User::insert_all(db, [name("ann"), name("bob"), name("cid")]).await?;
    Profile::build().bio("ann bio").user(&users[0]).insert(db).await?;
    let post =
        |title: &str, likes: i32, user: Option<i64>| Post::build().title(title).likes(likes).user_id(user);
    let (ann, bob) = (Some(users[0].id), Some(users[1].id));
    let posts =
        [post("p1", 5, ann), post("p2", 1, ann), post("p3", 9, ann), post("p4", 3, bob), post("p5", 7, None)];
    Post::insert_all(db, posts).await?;
    let comment = |body: &str, approved: bool, post: i64, author: Option<i64>| {
        Comment::build().body(body).approved(approved).post_id(post).author_id(author)
    };
    let comments = [
        comment("c1", true, 1, bob),
        comment("c2", false, 1, Some(3)),
        comment("c3", true, 2, bob),
        comment("c4", false, 4, None),
        comment("c5", true, 4, ann),
    ];
    Comment::insert_all(db, comments).await?;
    Ok(())
}

/// The loaded rows as a program would answer a request with them.
#[track_caller]
pub(crate) fn json(rows: &impl Serialize) -> Value {
    serde_json::to_value(rows).unwrap()
}

/// One of the fixture's posts.
pub(crate) fn post(id: i64) -> Value {
    let (likes, user) =
        [(5, Some(1)), (1, Some(1)), (9, Some(1)), (3, Some(2)), (7, None)][usize::try_from(id).unwrap() - 1];
    serde_json::json!({ "id": id, "title": format!("p{id}"), "likes": likes, "user_id": user })
}

/// One of the fixture's comments.
pub(crate) fn comment(id: i64) -> Value {
    let (approved, post, author) =
        [(true, 1, Some(2)), (false, 1, Some(3)), (true, 2, Some(2)), (false, 4, None), (true, 4, Some(1))]
            [usize::try_from(id).unwrap() - 1];
    serde_json::json!({ "id": id, "body": format!("c{id}"), "approved": approved, "post_id": post, "author_id": author })
}

/// One of the fixture's users.
pub(crate) fn user(id: i64) -> Value {
    let name = ["ann", "bob", "cid"][usize::try_from(id).unwrap() - 1];
    serde_json::json!({ "id": id, "name": name })
}

/// An object with one entry more.
pub(crate) fn with(mut object: Value, name: &str, value: impl Into<Value>) -> Value {
    object[name] = value.into();
    object
}
