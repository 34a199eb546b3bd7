//! What the oracle recorded.
use orm::Result;
use orm::prelude::*;
use serde_json::{Value, json};

use super::fixture::{self, *};
use crate::case::Test;

crate::cases!["eager": [
    aggregate,
    all,
    attributes,
    belongs_to_where,
    count,
    empty_where,
    find_and_count_all,
    getter_include,
    has_one,
    limit,
    limit_belongs_to,
    nested,
    order_by_child,
    order_by_child_limit,
    order_nested,
    reload_keeps_include,
    self_join,
    separate,
]];

fn posts(ids: &[i64]) -> Value {
    ids.iter().map(|&id| fixture::post(id)).collect()
}

fn comments(ids: &[i64]) -> Value {
    ids.iter().map(|&id| fixture::comment(id)).collect()
}

async fn aggregate(Test { db, .. }: Test) -> Result<()> {
    blog(&db).await?;
    let users = User::query().order_by(User::ID.asc()).include(User::POSTS.count()).all(&db).await?;
    let counts: Vec<(i64, u64)> = users.iter().map(|user| (user.id, user.posts)).collect();
    assert_eq!(counts, [(1, 3), (2, 1), (3, 0)]);
    let popular = User::POSTS.count_where(Post::LIKES.gt(3));
    let users = User::query().order_by(User::ID.asc()).include(popular).all(&db).await?;
    assert_eq!(users.iter().map(|user| user.posts).collect::<Vec<_>>(), [2, 0, 0]);
    Ok(())
}

async fn all(Test { db, .. }: Test) -> Result<()> {
    blog(&db).await?;
    let ann =
        User::query().filter(User::ID.eq(1)).include(User::POSTS).include(User::PROFILE).one(&db).await?;
    let profile = json!({ "id": 1, "bio": "ann bio", "user_id": 1 });
    assert_eq!(json(&ann), with(with(user(1), "posts", posts(&[1, 2, 3])), "profile", profile));
    let by_profile = Profile::USER.include(User::POSTS.include(Post::COMMENTS));
    let found = Profile::query().include(by_profile).one(&db).await?;
    let titles =
        found.user.as_ref().unwrap().posts.iter().map(|post| (post.title.as_str(), post.comments.len()));
    assert_eq!(titles.collect::<Vec<_>>(), [("p1", 2), ("p2", 1), ("p3", 0)]);
    Ok(())
}

async fn attributes(Test { db, .. }: Test) -> Result<()> {
    blog(&db).await?;
    let users =
        User::query().order_by(User::ID.asc()).include(User::POSTS.select(Post::TITLE)).all(&db).await?;
    let titles: Vec<&[String]> = users.iter().map(|user| user.posts.as_slice()).collect();
    assert_eq!(titles, [&["p1".to_owned(), "p2".to_owned(), "p3".to_owned()][..], &["p4".to_owned()], &[]]);
    let two = User::POSTS.order_by(Post::LIKES.desc()).limit(1).select((Post::ID, Post::LIKES));
    let users = User::query().order_by(User::ID.asc()).include(two).all(&db).await?;
    let best: Vec<&[(i64, Option<i32>)]> = users.iter().map(|user| user.posts.as_slice()).collect();
    assert_eq!(best, [&[(3, Some(9))][..], &[(4, Some(3))], &[]]);
    let authors = Comment::query().order_by(Comment::ID.asc()).include(Comment::AUTHOR.select(User::NAME));
    let names: Vec<Option<String>> =
        authors.all(&db).await?.into_iter().map(|comment| comment.author).collect();
    assert_eq!(names, [Some("bob".into()), Some("cid".into()), Some("bob".into()), None, Some("ann".into())]);
    Ok(())
}

async fn belongs_to_where(Test { db, .. }: Test) -> Result<()> {
    blog(&db).await?;
    let by_ann = || Post::USER.filter(User::NAME.eq("ann"));
    let found = Post::query().order_by(Post::ID.asc()).include(by_ann().required()).all(&db).await?;
    let expected: Value = (1..=3).map(|id| with(post(id), "user", user(1))).collect();
    assert_eq!(json(&found), expected);
    let found = Post::query().order_by(Post::ID.asc()).include(by_ann()).all(&db).await?;
    let whose = |id: i64| if id <= 3 { user(1) } else { Value::Null };
    let expected: Value = (1..=5).map(|id| with(post(id), "user", whose(id))).collect();
    assert_eq!(json(&found), expected);
    Ok(())
}

/// A count is one of the rows of the query, never of joined rows.
async fn count(Test { db, .. }: Test) -> Result<()> {
    blog(&db).await?;
    assert_eq!(User::query().include(User::POSTS).count(&db).await?, 3);
    assert_eq!(User::query().include(User::POSTS.required()).count(&db).await?, 2);
    assert!(User::query().include(User::POSTS).exists(&db).await?);
    Ok(())
}

/// An empty filter changes nothing.
async fn empty_where(Test { db, .. }: Test) -> Result<()> {
    blog(&db).await?;
    let unfiltered = User::POSTS.filter(None::<orm::query::Predicate<Post>>);
    let users = User::query().order_by(User::ID.asc()).include(unfiltered).all(&db).await?;
    assert_eq!(users.iter().map(|user| user.posts.len()).collect::<Vec<_>>(), [3, 1, 0]);
    Ok(())
}

async fn find_and_count_all(Test { db, .. }: Test) -> Result<()> {
    blog(&db).await?;
    let page = User::query().order_by(User::ID.asc()).include(User::POSTS.required()).page(&db, 1, 1).await?;
    assert_eq!((page.total, page.pages()), (2, 2));
    assert_eq!(json(&page.rows), json!([with(user(1), "posts", posts(&[1, 2, 3]))]));
    let page = User::query().order_by(User::ID.asc()).include(User::POSTS).page(&db, 1, 2).await?;
    assert_eq!((page.total, page.rows.len()), (3, 2));
    Ok(())
}

async fn getter_include(Test { db, .. }: Test) -> Result<()> {
    blog(&db).await?;
    let ann = User::get(&db, 1).await?;
    let found = ann.get_posts(&db).order_by(Post::ID.asc()).include(Post::COMMENTS).await?;
    let expected = json!([
        with(post(1), "comments", comments(&[1, 2])),
        with(post(2), "comments", comments(&[3])),
        with(post(3), "comments", comments(&[])),
    ]);
    assert_eq!(json(&found), expected);
    let p4 = Post::get(&db, 4).await?;
    assert_eq!(p4.get_user(&db).include(User::PROFILE).await?.unwrap().profile, None);
    Ok(())
}

async fn has_one(Test { db, .. }: Test) -> Result<()> {
    blog(&db).await?;
    let users = User::query().order_by(User::ID.asc()).include(User::PROFILE).all(&db).await?;
    let profile = json!({ "id": 1, "bio": "ann bio", "user_id": 1 });
    let expected = json!([
        with(user(1), "profile", profile),
        with(user(2), "profile", Value::Null),
        with(user(3), "profile", Value::Null),
    ]);
    assert_eq!(json(&users), expected);
    Ok(())
}

async fn limit(Test { db, .. }: Test) -> Result<()> {
    blog(&db).await?;
    let users = || User::query().order_by(User::ID.asc()).include(User::POSTS);
    let bob = with(user(2), "posts", posts(&[4]));
    assert_eq!(
        json(&users().limit(2).all(&db).await?),
        json!([with(user(1), "posts", posts(&[1, 2, 3])), bob])
    );
    assert_eq!(json(&users().limit(1).offset(1).all(&db).await?), json!([bob]));
    Ok(())
}

async fn limit_belongs_to(Test { db, .. }: Test) -> Result<()> {
    blog(&db).await?;
    let by_ann = Post::USER.filter(User::NAME.eq("ann")).required();
    let found = Post::query().order_by(Post::ID.asc()).limit(2).include(by_ann).all(&db).await?;
    assert_eq!(json(&found), json!([with(post(1), "user", user(1)), with(post(2), "user", user(1))]));
    Ok(())
}

async fn nested(Test { db, .. }: Test) -> Result<()> {
    blog(&db).await?;
    let comments = Post::COMMENTS.order_by(Comment::ID.asc()).include(Comment::AUTHOR);
    let with_authors = User::POSTS.include(comments);
    let users = User::query().order_by(User::ID.asc()).include(with_authors).all(&db).await?;
    let by = |id: i64, author: i64| with(comment(id), "author", user(author));
    let expected = json!([
        with(
            user(1),
            "posts",
            json!([
                with(post(1), "comments", json!([by(1, 2), by(2, 3)])),
                with(post(2), "comments", json!([by(3, 2)])),
                with(post(3), "comments", json!([])),
            ])
        ),
        with(
            user(2),
            "posts",
            json!([with(post(4), "comments", json!([with(comment(4), "author", Value::Null), by(5, 1)])),])
        ),
        with(user(3), "posts", json!([])),
    ]);
    assert_eq!(json(&users), expected);
    Ok(())
}

async fn order_by_child(Test { db, .. }: Test) -> Result<()> {
    blog(&db).await?;
    let best_first = User::POSTS.order_by(Post::LIKES.desc());
    let users = User::query().order_by(User::NAME.desc()).include(best_first).all(&db).await?;
    let expected = json!([
        with(user(3), "posts", posts(&[])),
        with(user(2), "posts", posts(&[4])),
        with(user(1), "posts", posts(&[3, 1, 2])),
    ]);
    assert_eq!(json(&users), expected);
    Ok(())
}

async fn order_by_child_limit(Test { db, .. }: Test) -> Result<()> {
    blog(&db).await?;
    let by_user = [Post::USER.order(User::NAME.desc()).nulls_first(), Post::ID.asc()];
    let found = Post::query().order_by(by_user).limit(2).include(Post::USER).include(Post::COMMENTS);
    let expected = json!([
        with(with(post(5), "user", Value::Null), "comments", comments(&[])),
        with(with(post(4), "user", user(2)), "comments", comments(&[4, 5])),
    ]);
    assert_eq!(json(&found.all(&db).await?), expected);
    Ok(())
}

async fn order_nested(Test { db, .. }: Test) -> Result<()> {
    blog(&db).await?;
    let last_first = Post::COMMENTS.order_by(Comment::BODY.desc());
    let users = User::query()
        .order_by(User::ID.asc())
        .include(User::POSTS.order_by(Post::ID.desc()).include(last_first));
    let users = users.all(&db).await?;
    let bodies = users[0].posts.iter().flat_map(|post| &post.comments).map(|comment| comment.body.as_str());
    assert_eq!(bodies.collect::<Vec<_>>(), ["c3", "c2", "c1"]);
    let bodies = users[1].posts.iter().flat_map(|post| &post.comments).map(|comment| comment.body.as_str());
    assert_eq!(bodies.collect::<Vec<_>>(), ["c5", "c4"]);
    Ok(())
}

/// A loaded row that is asked for again is loaded again, with what was deleted gone.
async fn reload_keeps_include(Test { db, .. }: Test) -> Result<()> {
    blog(&db).await?;
    let query = User::query().filter(User::ID.eq(1)).include(User::PROFILE);
    assert!(query.clone().one(&db).await?.profile.is_some());
    Profile::delete_where(Profile::USER_ID.eq(1)).execute(&db).await?;
    assert_eq!(query.one(&db).await?.profile, None);
    Ok(())
}

mod tree {
    use super::*;

    #[derive(Model, Debug, Clone, PartialEq, serde::Serialize)]
    #[belongs_to(Category, as = parent)]
    #[has_many(Category, as = children, foreign_key = parent_id)]
    pub(super) struct Category {
        pub(super) id: i64,
        pub(super) name: String,
        pub(super) parent_id: Option<i64>,
    }
}

async fn self_join(Test { db, .. }: Test) -> Result<()> {
    use tree::{Category, CategoryAccessors as _};
    orm::schema![Category].sync(&db).await?;
    let root = Category::build().name("root").insert(&db).await?;
    let a = root.create_child(&db, Category::build().name("a")).await?;
    root.create_child(&db, Category::build().name("b")).await?;
    a.create_child(&db, Category::build().name("a1")).await?;
    let found =
        Category::query().order_by(Category::ID.asc()).include(Category::PARENT).include(Category::CHILDREN);
    let row =
        |id: i64, name: &str, parent: Option<i64>| json!({ "id": id, "name": name, "parent_id": parent });
    let (root, a, b, a1) =
        (row(1, "root", None), row(2, "a", Some(1)), row(3, "b", Some(1)), row(4, "a1", Some(2)));
    let expected = json!([
        with(with(root.clone(), "parent", Value::Null), "children", json!([a, b])),
        with(with(a.clone(), "parent", root.clone()), "children", json!([a1])),
        with(with(b, "parent", root), "children", json!([])),
        with(with(a1, "parent", a), "children", json!([])),
    ]);
    assert_eq!(json(&found.all(&db).await?), expected);
    Ok(())
}

async fn separate(Test { db, .. }: Test) -> Result<()> {
    blog(&db).await?;
    let best = || User::POSTS.order_by(Post::LIKES.desc());
    let users = |of: Value, bob: Value| {
        json!([with(user(1), "posts", of), with(user(2), "posts", bob), with(user(3), "posts", posts(&[]))])
    };
    let found = User::query().order_by(User::ID.asc()).include(best()).all(&db).await?;
    assert_eq!(json(&found), users(posts(&[3, 1, 2]), posts(&[4])));
    let found = User::query().order_by(User::ID.asc()).include(best().limit(2)).all(&db).await?;
    assert_eq!(json(&found), users(posts(&[3, 1]), posts(&[4])));
    let found = User::query().order_by(User::ID.asc()).include(best().limit(2).offset(1)).all(&db).await?;
    assert_eq!(json(&found), users(posts(&[1, 2]), posts(&[])));
    Ok(())
}
