//! `Comment::COMMENTABLE.include(Post::AUTHOR)`: owners to be included, with what is loaded of each of their models.
use std::marker::PhantomData;

use super::kinds::exists;
use super::owners::shaped;
use super::{Changed, Chooses, Chosen, Found, ListAt, LoadsOwners, OwnerOf, OwnerPath, Owners, Polymorphic};
use crate::association::Shape;
use crate::load::{Drops, Effect, Include, Including, Keeps, Loadable, Taking, load_rows};
use crate::model::Model;
use crate::query::{Filter, OwnerColumns};
use crate::session::{Executor, Pending, Session, mapped};
use crate::statement::Expression;

/// The owner of several models to be included, refined for each of them: which rows, with what of their own.
#[must_use = "an include does nothing until a query includes it"]
pub struct IncludedOwner<P: Polymorphic, L = <P as Polymorphic>::Plain, S = <P as Loadable>::Shape, E = Keeps>
{
    /// One for each model.
    conditions: Vec<Option<Expression>>,
    loads: L,
    types: PhantomData<fn() -> (P, S, E)>,
}

impl<P: Polymorphic, L: Clone, S, E> Clone for IncludedOwner<P, L, S, E> {
    fn clone(&self) -> Self {
        Self { conditions: self.conditions.clone(), loads: self.loads.clone(), types: PhantomData }
    }
}

impl<P: Polymorphic, L, S, E> std::fmt::Debug for IncludedOwner<P, L, S, E> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("IncludedOwner").field("association", &P::RELATION.label()).finish_non_exhaustive()
    }
}

impl<P: Polymorphic> IncludedOwner<P> {
    pub(super) fn new() -> Self {
        let conditions = vec![None; P::RELATION.description.kinds.len()];
        Self { conditions, loads: P::Plain::default(), types: PhantomData }
    }
}

impl<P: Polymorphic, L, S: Shape, E: Effect> IncludedOwner<P, L, S, E> {
    fn reshape<S2, E2>(self) -> IncludedOwner<P, L, S2, E2> {
        IncludedOwner { conditions: self.conditions, loads: self.loads, types: PhantomData }
    }

    fn restrict<M: OwnerOf<P>>(&mut self, condition: Option<Expression>) {
        let Some(condition) = condition else { return };
        let own = &mut self.conditions[M::KIND];
        *own = Some(match own.take() {
            Some(others) => others.and(condition),
            None => condition,
        });
    }

    /// Loads, of the owners of one model, only those for which the predicate holds; the others are as if they were not
    /// there. Owners of other models are loaded as before, and no row above is dropped, so that the slot is an `Option`.
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
    /// # struct Comment { id: i64, commentable_type: String, commentable_id: i64 }
    /// # run_on(schema![Post, Image, Comment], async |db| {
    /// for title in ["Hello", "Draft"] {
    ///     Comment::build().commentable(Post::build().title(title)).insert(&db).await?;
    /// }
    /// let finished = Comment::COMMENTABLE.filter(Post::TITLE.ne("Draft"));
    /// let comments = Comment::query().include(finished).order_by(Comment::ID.asc()).all(&db).await?;
    /// assert!(matches!(&comments[0].commentable, Some(Commentable::Post(_))));
    /// assert!(comments[1].commentable.is_none());
    /// # Ok(())
    /// # });
    /// ```
    pub fn filter<M: Model + OwnerOf<P>>(
        mut self,
        predicate: impl Filter<M>,
    ) -> IncludedOwner<P, L, E::Filtered<S>, E> {
        self.restrict::<M>(predicate.into_condition());
        self.reshape()
    }

    /// Drops the rows above for which no owner is loaded.
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
    /// Comment::build().insert(&db).await?;
    /// Comment::build().commentable(Image::build()).insert(&db).await?;
    /// let owned = Comment::query().include(Comment::COMMENTABLE.required()).all(&db).await?;
    /// assert_eq!(owned.len(), 1);
    /// assert!(matches!(owned[0].commentable, Commentable::Image(_))); // no `Option`: it is there
    /// # Ok(())
    /// # });
    /// ```
    pub fn required(self) -> IncludedOwner<P, L, S::Present, Drops> {
        self.reshape()
    }

    /// Loads an association of one of the models onto the owners of that model, to any depth; once for each association
    /// of each model.
    ///
    /// # Examples
    ///
    /// ```
    /// # use orm_example::*;
    /// # #[derive(Model)]
    /// # #[belongs_to(Author)]
    /// # struct Post { id: i64, author_id: i64 }
    /// # #[derive(Model)]
    /// # struct Author { id: i64, name: String }
    /// # #[derive(Model)]
    /// # struct Image { id: i64 }
    /// # #[derive(Model)]
    /// # #[belongs_to(Post | Image, as = commentable)]
    /// # struct Comment { id: i64, commentable_type: String, commentable_id: i64 }
    /// # run_on(schema![Post, Image, Comment, Author], async |db| {
    /// let post = Post::build().author(Author::build().name("Ada"));
    /// Comment::build().commentable(post).insert(&db).await?;
    /// let comments = Comment::query().include(Comment::COMMENTABLE.include(Post::AUTHOR)).all(&db).await?;
    /// match &comments[0].commentable {
    ///     Commentable::Post(post) => assert_eq!(post.author.name, "Ada"),
    ///     Commentable::Image(_) => unreachable!(),
    /// }
    /// # Ok(())
    /// # });
    /// ```
    pub fn include<I, M, W>(
        mut self,
        include: I,
    ) -> IncludedOwner<P, Changed<L, P, M, W>, <I::Effect as Effect>::Above<S, E>, E>
    where
        I: Include,
        I::Association: Loadable<Source = M>,
        M: OwnerOf<P>,
        L: ListAt<M::Place, Item: Including<M, I, Output = W>>,
    {
        self.restrict::<M>(include.condition());
        let loads = self.loads.change(|item| item.including(include));
        IncludedOwner { conditions: self.conditions, loads, types: PhantomData }
    }

    /// Reads only these columns of the owners of one model: a value in place of the row, or a tuple. Owners of other models are
    /// read as before; a `filter` may still say which rows.
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
    /// # struct Comment { id: i64, commentable_type: String, commentable_id: i64 }
    /// # run_on(schema![Post, Image, Comment], async |db| {
    /// Comment::build().commentable(Post::build().title("Hello")).insert(&db).await?;
    /// let comments = Comment::query().include(Comment::COMMENTABLE.select(Post::TITLE)).all(&db).await?;
    /// match &comments[0].commentable {
    ///     Commentable::Post(title) => assert_eq!(title, "Hello"), // a `String`
    ///     Commentable::Image(_) => unreachable!(),
    /// }
    /// # Ok(())
    /// # });
    /// ```
    pub fn select<C, M, K>(self, columns: C) -> IncludedOwner<P, Changed<L, P, M, Chosen<K>>, S, E>
    where
        C: OwnerColumns<M, Checked = K>,
        M: Model + OwnerOf<P>,
        L: ListAt<M::Place, Item: Chooses<M>>,
    {
        let columns = columns.expressions();
        let loads = self.loads.change(|item| item.choosing(columns));
        IncludedOwner { conditions: self.conditions, loads, types: PhantomData }
    }

    /// As [`OwnerPath::load`].
    ///
    /// # Errors
    ///
    /// As [`OwnerPath::load`].
    pub fn load<'a, R, V>(
        self,
        db: &'a (impl Executor + ?Sized),
        rows: impl IntoIterator<Item = R>,
    ) -> Pending<'a, Vec<R::Taken>>
    where
        Self: Include<Association = P, Value = V>,
        R: Taking<P, V> + 'a,
    {
        load_rows(db.session(), self, rows.into_iter().collect())
    }
}

/// What the association offers where it is included.
impl<P: Polymorphic> OwnerPath<P> {
    /// As [`IncludedOwner::filter`].
    pub fn filter<M: Model + OwnerOf<P>>(
        self,
        predicate: impl Filter<M>,
    ) -> IncludedOwner<P, P::Plain, <P::Shape as Shape>::Filtered> {
        IncludedOwner::<P>::new().filter(predicate)
    }

    /// As [`IncludedOwner::required`].
    pub fn required(self) -> IncludedOwner<P, P::Plain, <P::Shape as Shape>::Present, Drops> {
        IncludedOwner::<P>::new().required()
    }

    /// As [`IncludedOwner::include`].
    pub fn include<I, M, W>(
        self,
        include: I,
    ) -> IncludedOwner<P, Changed<P::Plain, P, M, W>, <I::Effect as Effect>::Above<P::Shape, Keeps>>
    where
        I: Include,
        I::Association: Loadable<Source = M>,
        M: OwnerOf<P>,
        P::Plain: ListAt<M::Place, Item: Including<M, I, Output = W>>,
    {
        IncludedOwner::<P>::new().include(include)
    }

    /// As [`IncludedOwner::select`].
    pub fn select<C, M, K>(self, columns: C) -> IncludedOwner<P, Changed<P::Plain, P, M, Chosen<K>>, P::Shape>
    where
        C: OwnerColumns<M, Checked = K>,
        M: Model + OwnerOf<P>,
        P::Plain: ListAt<M::Place, Item: Chooses<M>>,
    {
        IncludedOwner::<P>::new().select(columns)
    }
}

#[diagnostic::do_not_recommend]
impl<P, L, S, E> Include for IncludedOwner<P, L, S, E>
where
    P: Polymorphic,
    L: LoadsOwners<P>,
    S: Shape,
    E: Effect,
{
    type Association = P;
    type Value = S::Of<L::Owner>;
    type Effect = E;

    fn condition(&self) -> Option<Expression> {
        let kinds = L::RELATIONS.iter().zip(&self.conditions).enumerate();
        let any = |(kind, (relation, condition)): (usize, (&&'static _, &Option<Expression>))| {
            exists::<P>(kind, relation, condition.clone())
        };
        E::DROPS.then(|| Expression::Any(kinds.map(any).collect()))
    }

    fn is_empty(value: &Self::Value) -> bool {
        S::is_empty(value)
    }

    fn fetch(self, session: Session<'_>, owners: Owners) -> Pending<'_, Vec<Option<Self::Value>>> {
        let found = Found::new(owners, self.conditions);
        mapped(self.loads.read(session, found), |read| Ok(shaped::<S, L::Owner>(read)))
    }
}
