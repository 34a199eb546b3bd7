//! To-one associations come with the rows they are of, in one statement, wherever that gives the same rows.
use orm::prelude::*;
use orm::{Loaded, Result, schema};

use super::fixture::*;
use crate::case::Test;
use crate::cases::statements::Statements;

crate::cases!["eager": [
    to_one_needs_no_statement_of_its_own,
    joins_are_nested_and_filtered,
    what_cannot_be_joined_has_its_statement,
    a_self_join_and_a_composite_key,
    has_one_is_joined_only_where_it_is_unique,
    more_than_a_statement_can_join,
    a_joined_row_that_is_gone_is_named_at_any_depth,
]];

type Discussed = Loaded![Comment { post { user }, author }];

fn name(user: &Option<User>) -> Option<&str> {
    user.as_ref().map(|user| user.name.as_str())
}

fn whose(comment: &Discussed) -> (i64, Option<&str>, Option<&str>) {
    (comment.id, comment.post.as_ref().and_then(|post| name(&post.user)), name(&comment.author))
}

async fn to_one_needs_no_statement_of_its_own(Test { db, .. }: Test) -> Result<()> {
    blog(&db).await?;
    let statements = Statements::count();
    let comments = || {
        let query = Comment::query().include(Comment::POST.include(Post::USER)).include(Comment::AUTHOR);
        query.order_by(Comment::ID.asc())
    };
    let all = comments().all(&db).await?;
    let expected = [
        (1, Some("ann"), Some("bob")),
        (2, Some("ann"), Some("cid")),
        (3, Some("ann"), Some("bob")),
        (4, Some("bob"), None),
        (5, Some("bob"), Some("ann")),
    ];
    assert_eq!(all.iter().map(whose).collect::<Vec<_>>(), expected);
    assert_eq!(statements.sent(), 1);
    let first = comments().filter(Comment::ID.gt(3)).first(&db).await?.unwrap();
    assert_eq!((whose(&first), statements.sent()), (expected[3], 1));
    let one = comments().filter(Comment::ID.eq(2)).one(&db).await?;
    assert_eq!((whose(&one), statements.sent()), (expected[1], 1));
    let page = comments().page(&db, 2, 2).await?;
    assert_eq!(page.rows.iter().map(whose).collect::<Vec<_>>(), expected[2..4]);
    assert_eq!((page.total, statements.sent()), (5, 2));
    let missing = comments().filter(Comment::ID.gt(5)).first(&db).await?;
    assert!(missing.is_none() && statements.sent() == 1);
    Ok(())
}

async fn joins_are_nested_and_filtered(Test { db, .. }: Test) -> Result<()> {
    blog(&db).await?;
    let statements = Statements::count();
    // Below rows of many, and with a filter at each place.
    let comments = Post::COMMENTS.filter(Comment::APPROVED.eq(true)).order_by(Comment::ID.asc());
    let posts = Post::query()
        .filter(Post::LIKES.lt(6))
        .order_by(Post::ID.asc())
        .include(comments.include(Comment::AUTHOR.filter(User::NAME.ne("ann"))));
    let posts = posts.all(&db).await?;
    assert_eq!(statements.sent(), 2);
    let authors: Vec<Vec<_>> = posts
        .iter()
        .map(|post| {
            post.comments.iter().map(|comment| comment.author.as_ref().map(|author| author.id)).collect()
        })
        .collect();
    assert_eq!(authors, [vec![Some(2)], vec![Some(2)], vec![None]]);
    // What the inner one requires takes the outer row away, not the row above it.
    let by_ann = Comment::POST.include(Post::USER.filter(User::NAME.eq("ann")).required());
    let found = Comment::query().order_by(Comment::ID.asc()).include(by_ann.clone()).all(&db).await?;
    let posts: Vec<_> = found.iter().map(|comment| comment.post.as_ref().map(|post| post.user.id)).collect();
    assert_eq!(posts, [Some(1), Some(1), Some(1), None, None]);
    assert_eq!(statements.sent(), 1);
    let found = Comment::query().order_by(Comment::ID.asc()).include(by_ann.required()).all(&db).await?;
    assert_eq!(found.iter().map(|comment| comment.id).collect::<Vec<_>>(), [1, 2, 3]);
    assert_eq!((found[0].post.user.name.as_str(), statements.sent()), ("ann", 1));
    Ok(())
}

async fn what_cannot_be_joined_has_its_statement(Test { db, .. }: Test) -> Result<()> {
    blog(&db).await?;
    let statements = Statements::count();
    let posts = || Post::query().order_by(Post::ID.asc()).include(Post::USER);
    let names = |posts: &[Loaded![Post { user }]]| {
        posts
            .iter()
            .map(|post| post.user.as_ref().map_or("", |user| &user.name).to_owned())
            .collect::<Vec<_>>()
    };
    // `id` alone would be the column of either table.
    let own = posts().filter(Predicate::sql("id > ?", [2.into()])).all(&db).await?;
    assert_eq!((names(&own), statements.sent()), (["ann", "bob", ""].map(str::to_owned).to_vec(), 2));
    let own = Post::query().order_by(Post::ID.asc()).include(Post::USER.filter(Predicate::sql("id > 1", [])));
    assert_eq!(names(&own.all(&db).await?), ["", "", "", "bob", ""]);
    assert_eq!(statements.sent(), 2);
    // Locked are the rows that are asked for.
    let transaction = db.begin().await?;
    statements.sent();
    let locked = posts().for_update().all(&transaction).await?;
    assert_eq!((names(&locked).len(), statements.sent()), (5, 2));
    transaction.commit().await?;
    // `DISTINCT` compares the rows that are asked for, and a column beside them may have no comparison.
    statements.sent();
    assert_eq!((posts().distinct().all(&db).await?.len(), statements.sent()), (5, 2));
    // To many beside to one.
    statements.sent();
    let both = Post::query().include(Post::USER).include(Post::COMMENTS.include(Comment::AUTHOR));
    assert_eq!((both.all(&db).await?.len(), statements.sent()), (5, 3));
    // Some rows of each parent, with theirs.
    let some = User::POSTS.order_by(Post::ID.desc()).limit(1).include(Post::USER);
    let users = User::query().order_by(User::ID.asc()).include(some).all(&db).await?;
    assert_eq!((users[0].posts[0].user.as_ref().unwrap().id, statements.sent()), (1, 3));
    Ok(())
}

#[derive(Model, Debug, Clone, PartialEq)]
#[belongs_to(Station, as = next, foreign_key = (next_line, next_number))]
struct Station {
    #[key]
    line: String,
    #[key]
    number: i32,
    next_line: Option<String>,
    next_number: Option<i32>,
}

async fn a_self_join_and_a_composite_key(Test { db, .. }: Test) -> Result<()> {
    schema![Station].sync(&db).await?;
    let station = |line: &str, number: i32| Station::build().line(line).number(number);
    let last = station("u", 2).insert(&db).await?;
    let middle = station("s", 2).next(&last).insert(&db).await?;
    station("s", 1).next(&middle).insert(&db).await?;
    let statements = Statements::count();
    let stations = Station::query()
        .order_by([Station::LINE.asc(), Station::NUMBER.asc()])
        .include(Station::NEXT.include(Station::NEXT))
        .all(&db)
        .await?;
    assert_eq!(statements.sent(), 1);
    let next = |at: usize| stations[at].next.as_ref().map(|next| (next.line.as_str(), next.number));
    assert_eq!([next(0), next(1), next(2)], [Some(("s", 2)), Some(("u", 2)), None]);
    let after = stations[0].next.as_ref().and_then(|next| next.next.as_ref());
    assert_eq!(after, Some(&last));
    Ok(())
}

#[derive(Model, Debug, Clone, PartialEq)]
#[has_one(Seal)]
#[has_one(Draft, foreign_key = letter_id)]
struct Letter {
    id: i64,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[belongs_to(Letter)]
struct Seal {
    id: i64,
    #[column(unique)]
    letter_id: Option<i64>,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[belongs_to(Letter)]
struct Draft {
    id: i64,
    letter_id: Option<i64>,
}

async fn has_one_is_joined_only_where_it_is_unique(Test { db, .. }: Test) -> Result<()> {
    schema![Letter, Seal, Draft].sync(&db).await?;
    // A table that was there before, without the constraint that `sync` gives it.
    orm::sql("DROP TABLE drafts").execute(&db).await?;
    orm::sql("CREATE TABLE drafts (id BIGINT PRIMARY KEY, letter_id BIGINT)").execute(&db).await?;
    orm::sql("INSERT INTO drafts VALUES (1, 1), (2, 1)").execute(&db).await?;
    let letters = Letter::insert_all(&db, [Letter::build(), Letter::build()]).await?;
    Seal::build().letter(&letters[0]).insert(&db).await?;
    let statements = Statements::count();
    let query = || Letter::query().order_by(Letter::ID.asc());
    let sealed = query().include(Letter::SEAL).all(&db).await?;
    assert_eq!(sealed.iter().map(|letter| letter.seal.is_some()).collect::<Vec<_>>(), [true, false]);
    assert_eq!(statements.sent(), 1);
    // The second draft would give the letter a second time.
    let drafted = query().include(Letter::DRAFT).all(&db).await?;
    assert_eq!(drafted.iter().map(|letter| letter.draft.is_some()).collect::<Vec<_>>(), [true, false]);
    assert_eq!(statements.sent(), 2);
    Ok(())
}

#[derive(Model, Debug, Clone, PartialEq)]
#[belongs_to(Letter, constraints = false)]
#[belongs_to(Duplicate, as = former)]
struct Duplicate {
    id: i64,
    letter_id: i64,
    former_id: Option<i64>,
}

async fn a_joined_row_that_is_gone_is_named_at_any_depth(Test { db, .. }: Test) -> Result<()> {
    schema![Letter, Seal, Draft, Duplicate].sync(&db).await?;
    let letter = Letter::build().insert(&db).await?;
    let lost = Duplicate::build().letter_id(letter.id + 1).insert(&db).await?;
    let kept = Duplicate::build().letter(&letter).former(&lost).insert(&db).await?;
    let statements = Statements::count();
    let one =
        Duplicate::query().filter(Duplicate::ID.eq(kept.id)).include(Duplicate::LETTER).one(&db).await?;
    assert_eq!((one.letter.id, statements.sent()), (letter.id, 1));
    let all = Duplicate::query().include(Duplicate::LETTER).all(&db).await.unwrap_err();
    let first = Duplicate::query()
        .filter(Duplicate::ID.eq(lost.id))
        .include(Duplicate::LETTER)
        .first(&db)
        .await
        .unwrap_err();
    let nested =
        Duplicate::query().include(Duplicate::FORMER.include(Duplicate::LETTER)).all(&db).await.unwrap_err();
    for error in [all, first, nested] {
        assert_eq!(error.kind(), orm::ErrorKind::NotFound);
        assert!(error.message().starts_with("`Duplicate.letter` leads to no row"), "{error}");
    }
    assert_eq!(statements.sent(), 3);
    Ok(())
}

async fn more_than_a_statement_can_join(Test { db, .. }: Test) -> Result<()> {
    blog(&db).await?;
    let statements = Statements::count();
    let comment = || Comment::POST.include(Post::USER.include(User::PROFILE)).include(Post::COMMENTS);
    let found = Comment::query().order_by(Comment::ID.asc()).include(comment()).all(&db).await?;
    let profile =
        found[0].post.as_ref().and_then(|post| post.user.as_ref()).and_then(|user| user.profile.as_ref());
    assert_eq!(profile.map(|profile| profile.bio.as_str()), Some("ann bio"));
    assert!(statements.sent() > 1);
    schema![Ring].sync(&db).await?;
    let first = Ring::build().id(1).insert(&db).await?;
    Ring::build().id(2).before(&first).insert(&db).await?;
    let four = || Ring::BEFORE.include(Ring::BEFORE.include(Ring::BEFORE.include(Ring::BEFORE)));
    statements.sent();
    let rings = Ring::query().order_by(Ring::ID.asc()).include(four()).all(&db).await?;
    assert_eq!((rings[1].before.as_ref().map(|ring| ring.id), statements.sent()), (Some(1), 1));
    let nine = Ring::BEFORE.include(Ring::BEFORE.include(Ring::BEFORE.include(Ring::BEFORE.include(
        Ring::BEFORE.include(Ring::BEFORE.include(Ring::BEFORE.include(Ring::BEFORE.include(Ring::BEFORE)))),
    ))));
    let rings = Ring::query().order_by(Ring::ID.asc()).include(nine).all(&db).await?;
    assert_eq!(rings[1].before.as_ref().map(|ring| ring.id), Some(1));
    assert!(rings[1].before.as_ref().is_some_and(|ring| ring.before.is_none()));
    // The rows, and then eight levels in one.
    assert_eq!(statements.sent(), 2);
    Ok(())
}

#[derive(Model, Debug, Clone, PartialEq)]
#[belongs_to(Ring, as = before)]
struct Ring {
    id: i64,
    before_id: Option<i64>,
}
