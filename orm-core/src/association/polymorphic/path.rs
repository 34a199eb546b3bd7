//! `Comment::COMMENTABLE`: a polymorphic association as a value, to be included and asked about.
use std::marker::PhantomData;

use super::kinds::{exists, of_kind};
use super::{IncludedOwner, LoadsOwners, OwnedThrough, OwnerOf, Owners, Polymorphic};
use crate::association::{Association as _, Shape};
use crate::load::{Include, Keeps, Taking, load_rows};
use crate::model::Model;
use crate::query::{Filter, Predicate};
use crate::session::{Executor, Pending, Session};
use crate::statement::Expression;

/// `Comment::COMMENTABLE`: a polymorphic association as a value, to be included.
pub struct OwnerPath<P>(PhantomData<fn() -> P>);

impl<P> OwnerPath<P> {
    /// The association; the derive calls it.
    #[must_use]
    pub const fn new() -> Self {
        Self(PhantomData)
    }
}

impl<P: Polymorphic> OwnerPath<P> {
    /// Rows whose owner is of this model and satisfies the predicate: `Comment::COMMENTABLE.matches(Post::TITLE.eq("a"))`.
    ///
    /// # Examples
    ///
    /// ```
    /// # use orm_example::*;
    /// # #[derive(Model)]
    /// # struct Post { id: i64, title: String }
    /// # #[derive(Model)]
    /// # struct Image { id: i64 }
    /// # #[derive(Model)]
    /// # #[belongs_to(Post | Image, as = commentable)]
    /// # struct Comment { id: i64, commentable_type: Option<String>, commentable_id: Option<i64> }
    /// # run_on(schema![Post, Image, Comment], async |db| {
    /// let post = Post::build().title("Hello").insert(&db).await?;
    /// Comment::build().commentable(&post).insert(&db).await?;
    /// let greeted = Comment::query().filter(Comment::COMMENTABLE.matches(Post::TITLE.eq("Hello")));
    /// assert_eq!(greeted.count(&db).await?, 1);
    /// # Ok(())
    /// # });
    /// ```
    pub fn matches<M: Model + OwnerOf<P>>(self, predicate: impl Filter<M>) -> Predicate<P::Source> {
        let relation = OwnedThrough::<P, M>::RELATION;
        Predicate::new(exists::<P>(M::KIND, relation, predicate.into_condition()))
    }

    /// Rows whose owner is of this model, whether it exists or not: `Comment::COMMENTABLE.is_a::<Post>()`.
    ///
    /// # Examples
    ///
    /// ```
    /// # use orm_example::*;
    /// # #[derive(Model)]
    /// # struct Post { id: i64, title: String }
    /// # #[derive(Model)]
    /// # struct Image { id: i64 }
    /// # #[derive(Model)]
    /// # #[belongs_to(Post | Image, as = commentable)]
    /// # struct Comment { id: i64, commentable_type: Option<String>, commentable_id: Option<i64> }
    /// # run_on(schema![Post, Image, Comment], async |db| {
    /// let post = Post::build().title("Hello").insert(&db).await?;
    /// Comment::build().commentable(&post).insert(&db).await?;
    /// assert_eq!(Comment::query().filter(Comment::COMMENTABLE.is_a::<Post>()).count(&db).await?, 1);
    /// assert_eq!(Comment::query().filter(Comment::COMMENTABLE.is_a::<Image>()).count(&db).await?, 0);
    /// # Ok(())
    /// # });
    /// ```
    pub fn is_a<M: Model + OwnerOf<P>>(self) -> Predicate<P::Source> {
        Predicate::new(of_kind::<P>(M::KIND))
    }

    /// Loads the owners onto rows that are in memory already, with one statement for each model that occurs:
    /// `Comment::COMMENTABLE.load(&db, comments)`. The rows may have other associations loaded.
    ///
    /// # Errors
    ///
    /// [`Decode`](crate::ErrorKind::Decode) if a row names a model that the association does not list,
    /// [`NotFound`](crate::ErrorKind::NotFound) if there has to be an owner and is none.
    ///
    /// # Examples
    ///
    /// ```
    /// # use orm_example::*;
    /// # #[derive(Model)]
    /// # struct Post { id: i64, title: String }
    /// # #[derive(Model)]
    /// # struct Image { id: i64 }
    /// # #[derive(Model)]
    /// # #[belongs_to(Post | Image, as = commentable)]
    /// # struct Comment { id: i64, commentable_type: Option<String>, commentable_id: Option<i64> }
    /// # run_on(schema![Post, Image, Comment], async |db| {
    /// let post = Post::build().title("Hello").insert(&db).await?;
    /// Comment::build().commentable(&post).insert(&db).await?;
    /// let comments = Comment::COMMENTABLE.load(&db, Comment::query().all(&db).await?).await?;
    /// assert!(matches!(&comments[0].commentable, Some(Commentable::Post(Post { title, .. })) if title == "Hello"));
    /// # Ok(())
    /// # });
    /// ```
    pub fn load<'a, R>(
        self,
        db: &'a (impl Executor + ?Sized),
        rows: impl IntoIterator<Item = R>,
    ) -> Pending<'a, Vec<R::Taken>>
    where
        P::Plain: LoadsOwners<P, Owner = P>,
        R: Taking<P, <P::Shape as Shape>::Of<P>> + 'a,
    {
        load_rows(db.session(), self, rows.into_iter().collect())
    }
}

/// The owner fills the slot that is called like the association.
#[diagnostic::do_not_recommend]
impl<P: Polymorphic> Include for OwnerPath<P>
where
    P::Plain: LoadsOwners<P, Owner = P>,
{
    type Association = P;
    type Value = <P::Shape as Shape>::Of<P>;
    type Effect = Keeps;

    fn condition(&self) -> Option<Expression> {
        None
    }

    fn is_empty(value: &Self::Value) -> bool {
        P::Shape::is_empty(value)
    }

    fn fetch(self, session: Session<'_>, owners: Owners) -> Pending<'_, Vec<Option<Self::Value>>> {
        IncludedOwner::<P>::new().fetch(session, owners)
    }
}

impl<P> Default for OwnerPath<P> {
    fn default() -> Self {
        Self::new()
    }
}

impl<P> Clone for OwnerPath<P> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<P> Copy for OwnerPath<P> {}

impl<P: Polymorphic> std::fmt::Debug for OwnerPath<P> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&P::RELATION.label())
    }
}
