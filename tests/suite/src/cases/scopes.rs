//! Scopes of `has_one` and `has_many`: every accessor keeps to them, reading and writing.
use orm::prelude::*;
use orm::schema::Schema;
use orm::{Result, schema};

use crate::case::Test;
use crate::cases::support::rows;

crate::cases!["scopes": [
    an_empty_column_as_scope,
    default_scope_of_target,
    has_many_add_set,
    has_many_count_predicates,
    has_many_create_conflict,
    has_many_create_get,
    has_many_get_where,
    has_many_has,
    has_many_remove,
    has_many_rows_given_as_mut_follow,
    has_one,
    include,
    operator_scope,
]];

#[derive(Model, Debug, Clone, PartialEq)]
#[has_many(Comment, foreign_key = commentable_id, constraints = false, scope(commentable = "post"))]
struct Post {
    id: i64,
    title: String,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[has_many(Comment, foreign_key = commentable_id, constraints = false, scope(commentable = "image"))]
struct Image {
    id: i64,
    title: String,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[belongs_to(Post, foreign_key = commentable_id, constraints = false)]
#[belongs_to(Image, foreign_key = commentable_id, constraints = false)]
struct Comment {
    id: i64,
    title: String,
    commentable: Option<String>,
    commentable_id: Option<i64>,
}

const SCHEMA: Schema = schema![Post, Image, Comment];

/// A post and an image with the same key, and two comments of nobody.
async fn begin(db: &Db) -> Result<(Post, Image, [Comment; 2])> {
    SCHEMA.sync(db).await?;
    let post = Post::build().title("post").insert(db).await?;
    let image = Image::build().title("image").insert(db).await?;
    let free = Comment::build().title("free").insert(db).await?;
    let free2 = Comment::build().title("free2").insert(db).await?;
    Ok((post, image, [free, free2]))
}

/// The owners of all comments, in their order.
async fn owners(db: &Db) -> Result<Vec<(Option<String>, Option<i64>)>> {
    let query = Comment::query().order_by(Comment::ID.asc());
    query.select((Comment::COMMENTABLE, Comment::COMMENTABLE_ID)).all(db).await
}

fn owner(kind: &str, id: Option<i64>) -> (Option<String>, Option<i64>) {
    (Some(kind.to_owned()), id)
}

async fn has_many_add_set(Test { db, .. }: Test) -> Result<()> {
    let (post, image, [free, free2]) = begin(&db).await?;
    image.add_comment(&db, &free).await?;
    assert_eq!(owners(&db).await?, [owner("image", Some(1)), (None, None)]);
    post.set_comments(&db, [&free2]).await?;
    assert_eq!(owners(&db).await?, [owner("image", Some(1)), owner("post", Some(1))]);
    post.set_comments(&db, [&free]).await?;
    assert_eq!(owners(&db).await?, [owner("post", Some(1)), owner("post", None)]);
    assert_eq!(image.get_comments(&db).await?, []);
    Ok(())
}

async fn has_many_has(Test { db, .. }: Test) -> Result<()> {
    let (post, image, _) = begin(&db).await?;
    let comment = post.create_comment(&db, Comment::build().title("b")).await?;
    assert!(post.has_comment(&db, &comment).await?);
    assert!(!image.has_comment(&db, &comment).await?);
    assert!(!image.has_comments(&db, [comment.id]).await?);
    Ok(())
}

/// A row of another owner kind that has the same key is none of this owner's.
async fn has_many_remove(Test { db, .. }: Test) -> Result<()> {
    let (post, image, _) = begin(&db).await?;
    let a = image.create_comment(&db, Comment::build().title("a")).await?;
    let b = post.create_comment(&db, Comment::build().title("b")).await?;
    assert_eq!(image.remove_comment(&db, &b).await?, 0);
    assert_eq!(image.remove_comment(&db, &a).await?, 1);
    let expected = [(None, None), (None, None), owner("image", None), owner("post", Some(1))];
    assert_eq!(owners(&db).await?, expected);
    Ok(())
}

async fn has_many_create_get(Test { db, .. }: Test) -> Result<()> {
    let (post, image, _) = begin(&db).await?;
    let a = image.create_comment(&db, Comment::build().title("a")).await?;
    let b = post.create_comment(&db, Comment::build().title("b")).await?;
    assert_eq!((a.commentable.as_deref(), b.commentable.as_deref()), (Some("image"), Some("post")));
    assert_eq!(image.get_comments(&db).await?, [a]);
    assert_eq!(post.get_comments(&db).await?, [b]);
    assert_eq!((image.count_comments(&db).await?, post.count_comments(&db).await?), (1, 1));
    Ok(())
}

async fn has_many_create_conflict(Test { db, .. }: Test) -> Result<()> {
    let (post, image, _) = begin(&db).await?;
    let other = Comment::build().title("x").commentable("image").commentable_id(7);
    let comment = post.create_comment(&db, other).await?;
    assert_eq!((comment.commentable.as_deref(), comment.commentable_id), (Some("post"), Some(1)));
    assert_eq!(image.count_comments(&db).await?, 0);
    Ok(())
}

async fn has_many_get_where(Test { db, .. }: Test) -> Result<()> {
    let (post, image, _) = begin(&db).await?;
    for title in ["a", "b"] {
        post.create_comment(&db, Comment::build().title(title)).await?;
        image.create_comment(&db, Comment::build().title(title)).await?;
    }
    let found = post.get_comments(&db).filter(Comment::TITLE.eq("a") | Comment::TITLE.eq("free")).await?;
    assert_eq!(found.iter().map(|comment| comment.id).collect::<Vec<_>>(), [3]);
    assert_eq!(image.count_comments(&db).filter(Comment::TITLE.eq("b")).await?, 1);
    assert_eq!(image.get_comments(&db).into_query().max(&db, Comment::ID).await?, Some(6));
    Ok(())
}

async fn has_many_count_predicates(Test { db, .. }: Test) -> Result<()> {
    let (post, _, _) = begin(&db).await?;
    post.create_comment(&db, Comment::build().title("a")).await?;
    assert_eq!(Post::query().filter(Post::COMMENTS.exists()).count(&db).await?, 1);
    assert_eq!(Image::query().filter(Image::COMMENTS.exists()).count(&db).await?, 0);
    assert_eq!(Image::query().filter(Image::COMMENTS.count().eq(0)).count(&db).await?, 1);
    assert_eq!(Image::query().filter(Image::COMMENTS.any(Comment::TITLE.eq("a"))).count(&db).await?, 0);
    assert_eq!(Image::query().filter(Image::COMMENTS.none(Comment::TITLE.eq("a"))).count(&db).await?, 1);
    Ok(())
}

async fn has_many_rows_given_as_mut_follow(Test { db, .. }: Test) -> Result<()> {
    let (post, image, [mut free, _]) = begin(&db).await?;
    image.add_comment(&db, &mut free).await?;
    assert_eq!((free.commentable.as_deref(), free.commentable_id), (Some("image"), Some(1)));
    post.set_comments(&db, [&mut free]).await?;
    assert_eq!(Comment::get(&db, free.id).await?, free);
    assert_eq!(free.commentable.as_deref(), Some("post"));
    Ok(())
}

mod main_comment {
    use super::*;

    #[derive(Model, Debug, Clone, PartialEq)]
    #[has_many(Comment)]
    #[has_one(Comment, as = main_comment, foreign_key = post_id, scope(is_main = true))]
    pub(super) struct Post {
        pub(super) id: i64,
        pub(super) title: String,
    }

    #[derive(Model, Debug, Clone, PartialEq)]
    pub(super) struct Comment {
        pub(super) id: i64,
        pub(super) title: String,
        #[column(default = false)]
        pub(super) is_main: bool,
        pub(super) post_id: Option<i64>,
    }

    pub(super) fn comment(id: i64, title: &str, is_main: bool, post_id: Option<i64>) -> Comment {
        Comment { id, title: title.to_owned(), is_main, post_id }
    }
}

/// One main comment among many: the row that is replaced keeps the scope's value and loses its key.
async fn has_one(Test { db, .. }: Test) -> Result<()> {
    use main_comment::*;
    schema![Post, Comment].sync(&db).await?;
    let post = Post::build().title("p").insert(&db).await?;
    let plain = Comment::build().title("plain").post_id(1).insert(&db).await?;
    assert_eq!(post.get_main_comment(&db).await?, None);
    let main = post.create_main_comment(&db, Comment::build().title("main")).await?;
    assert_eq!(main, comment(2, "main", true, Some(1)));
    assert_eq!(post.get_main_comment(&db).await?, Some(main));
    let mut future = Comment::build().title("future main").insert(&db).await?;
    post.set_main_comment(&db, &mut future).await?;
    assert_eq!(future, comment(3, "future main", true, Some(1)));
    assert_eq!(post.get_main_comment(&db).await?, Some(future.clone()));
    assert_eq!(rows(&db, Comment::ID.asc()).await?, [plain, comment(2, "main", true, None), future]);
    assert_eq!(post.count_comments(&db).await?, 2);
    let loaded = Post::query().include(Post::MAIN_COMMENT).include(Post::COMMENTS).one(&db).await?;
    assert_eq!(loaded.main_comment.as_ref().map(|comment| comment.id), Some(3));
    assert_eq!(loaded.comments.len(), 2);
    Ok(())
}

mod company {
    use super::*;

    #[derive(Model, Debug, Clone, PartialEq)]
    #[has_many(User)]
    #[has_many(User, as = active_users, scope(active = true))]
    pub(super) struct Company {
        pub(super) id: i64,
    }

    #[derive(Model, Debug, Clone, PartialEq)]
    #[belongs_to(Company)]
    pub(super) struct User {
        pub(super) id: i64,
        pub(super) name: String,
        pub(super) active: bool,
        pub(super) company_id: Option<i64>,
    }
}

/// A scope that is on by default is an association of its own, and a named one is a filter; other than in the oracle,
/// including it drops no company.
async fn default_scope_of_target(Test { db, .. }: Test) -> Result<()> {
    use company::*;
    schema![Company, User].sync(&db).await?;
    let c = Company::build().insert(&db).await?;
    let user = |name, active| User::build().name(name).active(active).company_id(None);
    let users = User::insert_all(&db, [user("u1", true), user("u2", false), user("u3", true)]).await?;
    c.set_users(&db, [&users[0], &users[1]]).await?;
    let ids = |users: Vec<User>| crate::cases::support::sorted(users.iter().map(|user| user.id).collect());
    assert_eq!(ids(c.get_active_users(&db).await?), [1]);
    assert_eq!(ids(c.get_users(&db).await?), [1, 2]);
    assert_eq!(ids(c.get_users(&db).filter(User::NAME.eq("u2")).await?), [2]);
    assert_eq!((c.count_active_users(&db).await?, c.count_users(&db).await?), (1, 2));
    assert!(c.has_user(&db, &users[1]).await? && !c.has_active_user(&db, &users[1]).await?);
    c.set_users(&db, [&users[2]]).await?;
    let owners: Vec<Option<i64>> =
        User::query().order_by(User::ID.asc()).select(User::COMPANY_ID).all(&db).await?;
    assert_eq!(owners, [None, None, Some(1)]);
    c.set_users(&db, [&users[1]]).await?;
    let all = Company::query().include(Company::ACTIVE_USERS).include(Company::USERS).all(&db).await?;
    assert_eq!((all.len(), all[0].active_users.len(), all[0].users.len()), (1, 0, 1));
    let named = Company::query().include(Company::USERS.filter(User::NAME.eq("u2"))).one(&db).await?;
    assert_eq!(named.users[0].id, 2);
    Ok(())
}

async fn include(Test { db, .. }: Test) -> Result<()> {
    let (post, image, _) = begin(&db).await?;
    let pc = post.create_comment(&db, Comment::build().title("pc")).await?;
    let ic = image.create_comment(&db, Comment::build().title("ic")).await?;
    assert_eq!((pc.id, ic.id), (3, 4));
    assert_eq!(Post::query().include(Post::COMMENTS).one(&db).await?.comments, [pc]);
    assert_eq!(Image::query().include(Image::COMMENTS).one(&db).await?.comments, [ic]);
    let posts = Post::query().include(Post::COMMENTS.filter(Comment::TITLE.eq("ic"))).all(&db).await?;
    assert_eq!((posts.len(), posts[0].comments.len()), (1, 0));
    Ok(())
}

/// A scope holds one value per column, so that `create` can write it; a list is a filter.
async fn operator_scope(Test { db, .. }: Test) -> Result<()> {
    let (post, ..) = begin(&db).await?;
    for title in ["blue", "red", "green"] {
        post.create_comment(&db, Comment::build().title(title)).await?;
    }
    let colored = || Comment::TITLE.is_in(["blue", "green"]);
    let titles = |comments: &[Comment]| {
        crate::cases::support::sorted(comments.iter().map(|comment| comment.title.clone()).collect())
    };
    assert_eq!(titles(&post.get_comments(&db).filter(colored()).await?), ["blue", "green"]);
    let loaded = Post::query().include(Post::COMMENTS.filter(colored())).one(&db).await?;
    assert_eq!(titles(&loaded.comments), ["blue", "green"]);
    Ok(())
}

mod shelf {
    use super::*;

    #[derive(Model, Debug, Clone, PartialEq)]
    #[has_many(Book, scope(deleted_at = None))]
    #[has_many(Book, singular = any_book, plural = all_books)]
    pub(super) struct Shelf {
        pub(super) id: i64,
    }

    #[derive(Model, Debug, Clone, PartialEq)]
    pub(super) struct Book {
        pub(super) id: i64,
        pub(super) deleted_at: Option<i64>,
        pub(super) shelf_id: Option<i64>,
    }
}

/// `scope(deleted_at = None)`: rows that are marked as deleted keep their owner, and are none of the association's.
async fn an_empty_column_as_scope(Test { db, .. }: Test) -> Result<()> {
    use shelf::*;
    schema![Shelf, Book].sync(&db).await?;
    let shelf = Shelf::build().insert(&db).await?;
    let gone = shelf.create_any_book(&db, Book::build().deleted_at(7)).await?;
    let a = shelf.create_book(&db, Book::build()).await?;
    let b = shelf.create_book(&db, Book::build()).await?;
    assert_eq!(shelf.get_books(&db).order_by(Book::ID.asc()).await?, [a.clone(), b.clone()]);
    assert_eq!((shelf.count_books(&db).await?, shelf.count_all_books(&db).await?), (2, 3));
    assert!(!shelf.has_book(&db, &gone).await?);
    assert_eq!(Shelf::query().filter(Shelf::BOOKS.any(Book::ID.eq(gone.id))).count(&db).await?, 0);
    let first = Shelf::BOOKS.order_by(Book::ID.asc()).limit(1);
    assert_eq!(Shelf::query().include(first).one(&db).await?.books, [a]);
    assert_eq!(shelf.remove_book(&db, &gone).await?, 0);
    shelf.set_books(&db, [&b]).await?;
    let owners = Book::query().order_by(Book::ID.asc()).select(Book::SHELF_ID).all(&db).await?;
    assert_eq!(owners, [Some(1), None, Some(1)]);
    let mut back = gone;
    shelf.add_book(&db, &mut back).await?;
    assert_eq!((back.deleted_at, shelf.count_books(&db).await?), (None, 2));
    Ok(())
}
