//! Ten thousand include trees, each compared with what a loop over rows in memory finds.
use orm::Result;
use orm::prelude::*;
use serde_json::Value;

use super::fixture::*;
use crate::case::Test;

crate::cases!["eager": [equals_a_loop_over_rows]];

/// Numbers that are the same in every run (splitmix64).
pub(super) struct Random(pub(super) u64);

impl Random {
    pub(super) fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % bound
    }

    fn maybe(&mut self, bound: u64) -> Option<u64> {
        (self.below(2) == 0).then(|| self.below(bound))
    }

    pub(super) fn key(&mut self, bound: u64) -> Option<i64> {
        self.maybe(bound).map(|key| i64::try_from(key).unwrap() + 1)
    }
}

/// How one level is refined: which rows (by their key modulo 3), in which order, how many for each row above.
#[derive(Clone, Copy)]
pub(super) struct Cut {
    pub(super) least: Option<i64>,
    pub(super) descending: bool,
    pub(super) limit: Option<u64>,
    pub(super) offset: Option<u64>,
}

impl Cut {
    pub(super) fn random(random: &mut Random) -> Self {
        Self {
            least: random.key(30),
            descending: random.below(2) == 0,
            limit: random.maybe(4),
            offset: random.maybe(3),
        }
    }

    /// The rows that a level has of those that point to the row above.
    pub(super) fn apply<R: Clone>(
        self,
        rows: &[R],
        key: impl Fn(&R) -> i64,
        points: impl Fn(&R) -> bool,
    ) -> Vec<R> {
        let mut found: Vec<R> = rows
            .iter()
            .filter(|row| points(row) && self.least.is_none_or(|least| key(row) >= least))
            .cloned()
            .collect();
        found.sort_by_key(|row| if self.descending { -key(row) } else { key(row) });
        let skipped = found.into_iter().skip(usize::try_from(self.offset.unwrap_or(0)).unwrap());
        skipped.take(self.limit.map_or(usize::MAX, |limit| usize::try_from(limit).unwrap())).collect()
    }
}

/// An include of a to-many association with a cut.
macro_rules! cut {
    ($path:expr, $key:expr, $cut:expr) => {{
        let cut: Cut = $cut;
        let order = if cut.descending { $key.desc() } else { $key.asc() };
        let mut include = $path.filter(cut.least.map(|least| $key.gte(least))).order_by(order);
        if let Some(limit) = cut.limit {
            include = include.limit(limit);
        }
        if let Some(offset) = cut.offset {
            include = include.offset(offset);
        }
        include
    }};
}
pub(super) use cut;

/// How many trees are compared: so many, or what `INCLUDE_TREES` says.
pub(super) fn trees(usual: u32) -> u32 {
    std::env::var("INCLUDE_TREES").map_or(usual, |number| number.parse().unwrap())
}

/// All rows, in memory.
struct Rows {
    users: Vec<User>,
    profiles: Vec<Profile>,
    posts: Vec<Post>,
    comments: Vec<Comment>,
}

async fn fill(db: &Db, random: &mut Random) -> Result<Rows> {
    Comment::delete_all().execute(db).await?;
    Post::delete_all().execute(db).await?;
    Profile::delete_all().execute(db).await?;
    User::delete_all().execute(db).await?;
    let users = 1 + random.below(6);
    let keys = |count: u64| 1..=i64::try_from(count).unwrap();
    let posts = random.below(20);
    let rows = Rows {
        users: User::insert_all(db, keys(users).map(|id| User::build().id(id).name(format!("u{id}"))))
            .await?,
        profiles: {
            let some = keys(users).filter(|_| random.below(2) == 0).collect::<Vec<_>>();
            Profile::insert_all(db, some.iter().map(|&id| Profile::build().id(id).bio("b").user_id(id)))
                .await?
        },
        posts: {
            let new = keys(posts).map(|id| Post::build().id(id).title("p").user_id(random.key(users)));
            Post::insert_all(db, new.collect::<Vec<_>>()).await?
        },
        comments: {
            let new = keys(30).map(|id| {
                let post = random.key(posts.max(1)).filter(|_| posts > 0);
                Comment::build().id(id).body("c").post_id(post).author_id(random.key(users))
            });
            Comment::insert_all(db, new.collect::<Vec<_>>()).await?
        },
    };
    Ok(rows)
}

impl Rows {
    fn posts_of(&self, user: i64, cut: Cut) -> Vec<Post> {
        cut.apply(&self.posts, |post| post.id, |post| post.user_id == Some(user))
    }

    fn comments_of(&self, post: i64, cut: Cut) -> Vec<Comment> {
        cut.apply(&self.comments, |comment| comment.id, |comment| comment.post_id == Some(post))
    }

    fn user(&self, key: Option<i64>, least: Option<i64>) -> Option<&User> {
        let found = self.users.iter().find(|user| Some(user.id) == key);
        found.filter(|user| least.is_none_or(|least| user.id >= least))
    }

    fn profile(&self, user: i64) -> Value {
        json(&self.profiles.iter().find(|profile| profile.user_id == Some(user)))
    }

    /// Posts with their comments, each with its author.
    fn deep_posts(&self, user: i64, (posts, comments, author): (Cut, Cut, Option<i64>)) -> Value {
        let deep = |post: &Post| {
            let comments = self.comments_of(post.id, comments);
            let comments: Value = comments
                .iter()
                .map(|comment| with(json(comment), "author", json(&self.user(comment.author_id, author))))
                .collect();
            with(json(post), "comments", comments)
        };
        self.posts_of(user, posts).iter().map(deep).collect()
    }
}

/// One tree, of one of six forms, loaded and found.
async fn tree(db: &Db, rows: &Rows, random: &mut Random) -> Result<(Value, Value)> {
    let (first, second, least) = (Cut::random(random), Cut::random(random), random.key(6));
    let posts = || cut!(User::POSTS, Post::ID, first);
    let comments = || cut!(Post::COMMENTS, Comment::ID, second);
    let author = || Comment::AUTHOR.filter(least.map(|least| User::ID.gte(least)));
    let users = User::query().order_by(User::ID.asc());
    let of_users = |value: &dyn Fn(&User) -> Value| rows.users.iter().map(value).collect::<Value>();
    Ok(match random.below(6) {
        0 => {
            let expected = of_users(&|user| with(json(user), "posts", json(&rows.posts_of(user.id, first))));
            (json(&users.include(posts()).all(db).await?), expected)
        }
        1 => {
            let deep = |user: &User| rows.deep_posts(user.id, (first, second, least));
            let expected = of_users(&|user| with(json(user), "posts", deep(user)));
            (json(&users.include(posts().include(comments().include(author()))).all(db).await?), expected)
        }
        2 => {
            let deep = |user: &User| rows.deep_posts(user.id, (first, second, least));
            let expected = of_users(&|user| {
                with(with(json(user), "posts", deep(user)), "profile", rows.profile(user.id))
            });
            let posts = posts().include(comments().include(author()));
            (json(&users.include(User::PROFILE).include(posts).all(db).await?), expected)
        }
        3 => upwards(db, rows, (first, least)).await?,
        4 => {
            let keys =
                |user: &User| rows.posts_of(user.id, first).iter().map(|post| post.id).collect::<Vec<_>>();
            let expected = of_users(&|user| with(json(user), "posts", keys(user)));
            (json(&users.include(posts().select(Post::ID)).all(db).await?), expected)
        }
        _ => required(db, rows, (first.least, second)).await?,
    })
}

/// From comments up to users, and down again.
async fn upwards(db: &Db, rows: &Rows, (cut, least): (Cut, Option<i64>)) -> Result<(Value, Value)> {
    let posts = cut!(User::POSTS, Post::ID, cut);
    let author =
        Comment::AUTHOR.filter(least.map(|least| User::ID.gte(least))).include(posts).include(User::PROFILE);
    let post = Comment::POST.include(Post::USER);
    let found = Comment::query().order_by(Comment::ID.asc()).include(author).include(post).all(db).await?;
    let expected = rows.comments.iter().map(|comment| {
        let author = rows.user(comment.author_id, least).map(|user| {
            let posts = json(&rows.posts_of(user.id, cut));
            with(with(json(user), "posts", posts), "profile", rows.profile(user.id))
        });
        let post = rows.posts.iter().find(|post| Some(post.id) == comment.post_id);
        let post = post.map(|post| with(json(post), "user", json(&rows.user(post.user_id, None))));
        with(with(json(comment), "author", author.unwrap_or_default()), "post", post.unwrap_or_default())
    });
    Ok((json(&found), expected.collect()))
}

/// Users with posts that have comments, and only those; and how many comments each post has.
async fn required(db: &Db, rows: &Rows, (least, cut): (Option<i64>, Cut)) -> Result<(Value, Value)> {
    let commented = Post::COMMENTS.filter(cut.least.map(|least| Comment::ID.gte(least))).required();
    let posts = User::POSTS.filter(least.map(|least| Post::ID.gte(least))).order_by(Post::ID.asc());
    let include = posts.include(commented.order_by(Comment::ID.asc())).required();
    let found = User::query().order_by(User::ID.asc()).include(include).all(db).await?;
    let whole = Cut { least: cut.least, descending: false, limit: None, offset: None };
    let expected = rows.users.iter().filter_map(|user| {
        let posts = rows.posts_of(user.id, Cut { least, ..whole });
        let posts: Vec<Value> = posts
            .iter()
            .map(|post| with(json(post), "comments", json(&rows.comments_of(post.id, whole))))
            .filter(|post| post["comments"] != serde_json::json!([]))
            .collect();
        (!posts.is_empty()).then(|| with(json(user), "posts", posts))
    });
    Ok((json(&found), expected.collect()))
}

async fn equals_a_loop_over_rows(Test { db, .. }: Test) -> Result<()> {
    SCHEMA.sync(&db).await?;
    let mut random = Random(20);
    for round in 0..trees(10_000).div_ceil(100) {
        let rows = fill(&db, &mut random).await?;
        for nth in 0..100 {
            let (loaded, found) = tree(&db, &rows, &mut random).await?;
            assert_eq!(loaded, found, "tree {nth} of round {round}");
        }
    }
    Ok(())
}
