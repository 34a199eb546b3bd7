//! What accessors give: a query that knows its database, to be awaited at once or refined first.
use std::future::IntoFuture;
use std::marker::PhantomData;

use crate::association::{Association, Relation, Shape};
use crate::error::{Error, ErrorKind};
use crate::load::{Include, Including, Load, Plain};
use crate::model::Model;
use crate::query::{Columns, Filter, Ordering, Page, Query, Rows};
use crate::session::{Pending, Session, mapped};

mod columns;

pub use columns::RelatedColumns;

/// The rows that a to-many association leads to: awaited, or refined first.
///
/// # Examples
///
/// ```
/// # use orm_example::*;
/// # run(async |db| {
/// let apollo = Project::get(&db, 1).await?;
/// let tasks = apollo.get_tasks(&db).await?; // at once,
/// let open = apollo.get_tasks(&db).filter(Task::DONE.eq(false)).limit(1).await?; // or refined
/// assert_eq!((tasks.len(), open.len()), (3, 1));
/// # Ok(())
/// # });
/// ```
#[must_use = "does nothing until it is awaited"]
pub struct Related<'a, M, L = Plain, A = ()> {
    pub(crate) session: Session<'a>,
    pub(crate) query: Query<M, L>,
    association: PhantomData<fn() -> A>,
}

impl<M: Model, L: std::fmt::Debug, A> std::fmt::Debug for Related<'_, M, L, A>
where
    Query<M, L>: std::fmt::Debug,
{
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Related").field("query", &self.query).finish_non_exhaustive()
    }
}

impl<'a, M: Model, L: Load<M>, A> Related<'a, M, L, A> {
    pub(crate) fn new(session: Session<'a>, query: Query<M, L>) -> Self {
        Self { session, query, association: PhantomData }
    }

    /// Loads an association of the rows as well; as [`Query::include`].
    pub fn include<I: Include, W>(self, include: I) -> Related<'a, M, W, A>
    where
        L: Including<M, I, Output = W>,
    {
        let association = PhantomData;
        Related { session: self.session, query: self.query.include(include), association }
    }

    /// As [`Query::filter`].
    pub fn filter(mut self, predicate: impl Filter<M>) -> Self {
        self.query = self.query.filter(predicate);
        self
    }

    /// As [`Query::order_by`].
    pub fn order_by(mut self, order: impl Ordering<M>) -> Self {
        self.query = self.query.order_by(order);
        self
    }

    /// As [`Query::limit`].
    pub fn limit(mut self, rows: u64) -> Self {
        self.query = self.query.limit(rows);
        self
    }

    /// As [`Query::offset`].
    pub fn offset(mut self, rows: u64) -> Self {
        self.query = self.query.offset(rows);
        self
    }

    /// As [`Query::for_update`].
    pub fn for_update(mut self) -> Self {
        self.query = self.query.for_update();
        self
    }

    /// As [`Query::skip_locked`].
    pub fn skip_locked(mut self) -> Self {
        self.query = self.query.skip_locked();
        self
    }

    /// As [`Query::no_wait`].
    pub fn no_wait(mut self) -> Self {
        self.query = self.query.no_wait();
        self
    }

    /// As [`Query::first`].
    pub fn first(self) -> Pending<'a, Option<L::Output>> {
        self.query.first_in(self.session)
    }

    /// As [`Query::one`].
    pub fn one(self) -> Pending<'a, L::Output> {
        self.query.one_in(self.session)
    }

    /// As [`Query::count`].
    pub fn count(self) -> Pending<'a, u64> {
        self.query.count_in(self.session)
    }

    /// As [`Query::exists`].
    pub fn exists(self) -> Pending<'a, bool> {
        self.query.exists_in(self.session)
    }

    /// As [`Query::page`].
    pub fn page(self, number: u64, size: u64) -> Pending<'a, Page<L::Output>> {
        self.query.page_in(self.session, number, size)
    }

    /// The SQL that awaiting it would send.
    ///
    /// # Examples
    ///
    /// ```
    /// # use orm_example::*;
    /// # run(async |db| {
    /// let apollo = Project::get(&db, 1).await?;
    /// println!("{}", apollo.get_tasks(&db).limit(2).to_sql());
    /// # Ok(())
    /// # });
    /// ```
    #[must_use]
    pub fn to_sql(&self) -> String {
        self.query.to_sql(self.session.db())
    }
}

impl<'a, M: Model, A> Related<'a, M, Plain, A> {
    /// Gives only these columns; as [`Query::select`].
    ///
    /// # Examples
    ///
    /// ```
    /// # use orm_example::*;
    /// # run(async |db| {
    /// let apollo = Project::get(&db, 1).await?;
    /// let titles: Vec<String> = apollo.get_tasks(&db).select(Task::TITLE).order_by(Task::ID.asc()).await?;
    /// assert_eq!(titles, ["Design", "Build", "Name it"]);
    /// # Ok(())
    /// # });
    /// ```
    pub fn select<C: Columns<M, Checked = P>, P>(self, columns: C) -> RelatedColumns<'a, M, P> {
        RelatedColumns { session: self.session, selected: self.query.select(columns) }
    }

    /// As [`Query::stream`].
    pub fn stream(self) -> Rows<'a, M> {
        self.query.stream_in(self.session)
    }

    /// The query alone, for [`sum`](Query::sum) and the like.
    ///
    /// # Examples
    ///
    /// ```
    /// # use orm_example::*;
    /// # run(async |db| {
    /// let apollo = Project::get(&db, 1).await?;
    /// assert_eq!(apollo.get_tasks(&db).into_query().sum(&db, Task::HOURS).await?, Some(8));
    /// # Ok(())
    /// # });
    /// ```
    pub fn into_query(self) -> Query<M> {
        self.query
    }
}

/// The model is named through the association: it has been said already if it is none.
impl<'a, L: Load<A::Target>, A: Association> IntoFuture for Related<'a, A::Target, L, A> {
    type Output = crate::error::Result<Vec<L::Output>>;
    type IntoFuture = Pending<'a, Vec<L::Output>>;

    fn into_future(self) -> Self::IntoFuture {
        self.query.all_in(self.session)
    }
}

/// How many rows a to-many association leads to: awaited, or filtered first.
///
/// # Examples
///
/// ```
/// # use orm_example::*;
/// # run(async |db| {
/// let apollo = Project::get(&db, 1).await?;
/// assert_eq!(apollo.count_tasks(&db).await?, 3);
/// assert_eq!(apollo.count_tasks(&db).filter(Task::DONE.eq(true)).await?, 1);
/// # Ok(())
/// # });
/// ```
#[must_use = "does nothing until it is awaited"]
pub struct Count<'a, M, A = ()>(pub(crate) Related<'a, M, Plain, A>);

impl<M: Model, A> std::fmt::Debug for Count<'_, M, A> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Count").field(&self.0).finish()
    }
}

impl<'a, M: Model, A> Count<'a, M, A> {
    pub(crate) fn new(related: Related<'a, M, Plain, A>) -> Self {
        Self(related)
    }

    /// Counts only the rows for which the predicate holds; as [`Query::filter`].
    pub fn filter(self, predicate: impl Filter<M>) -> Self {
        Self(self.0.filter(predicate))
    }
}

impl<'a, M: Model, A> IntoFuture for Count<'a, M, A> {
    type Output = crate::error::Result<u64>;
    type IntoFuture = Pending<'a, u64>;

    fn into_future(self) -> Self::IntoFuture {
        self.0.count()
    }
}

/// The row that a to-one association leads to: `T` where the key is required, otherwise `Option<T>`.
///
/// # Examples
///
/// ```
/// # use orm_example::*;
/// # run(async |db| {
/// let task = Task::get(&db, 1).await?;
/// let project: Project = task.get_project(&db).await?; // its key is required,
/// let owner: Option<User> = project.get_owner(&db).await?; // this one is not
/// assert_eq!(owner.unwrap().name, "Ada");
/// # Ok(())
/// # });
/// ```
#[must_use = "does nothing until it is awaited"]
#[derive(Debug)]
pub struct RelatedOne<'a, A: Association, L = Plain> {
    related: Related<'a, A::Target, L>,
    association: PhantomData<fn() -> A>,
}

impl<'a, A: Association, L: Load<A::Target>> RelatedOne<'a, A, L> {
    pub(crate) fn new(related: Related<'a, A::Target, L>) -> Self {
        Self { related, association: PhantomData }
    }

    /// Gives the row only if the predicate holds for it; then it is an `Option` in any case.
    ///
    /// # Examples
    ///
    /// ```
    /// # use orm_example::*;
    /// # run(async |db| {
    /// let task = Task::get(&db, 1).await?;
    /// assert!(task.get_project(&db).filter(Project::NAME.eq("Gemini")).await?.is_none());
    /// # Ok(())
    /// # });
    /// ```
    pub fn filter(self, predicate: impl Filter<A::Target>) -> RelatedOptional<'a, A::Target, L> {
        RelatedOptional(self.related.filter(predicate))
    }

    /// As [`Query::for_update`].
    pub fn for_update(self) -> Self {
        Self::new(self.related.for_update())
    }

    /// As [`Query::no_wait`].
    pub fn no_wait(self) -> Self {
        Self::new(self.related.no_wait())
    }

    /// Loads an association of the row as well; as [`Query::include`].
    ///
    /// # Examples
    ///
    /// ```
    /// # use orm_example::*;
    /// # run(async |db| {
    /// let task = Task::get(&db, 1).await?;
    /// let project = task.get_project(&db).include(Project::OWNER).await?;
    /// assert_eq!(project.owner.as_ref().unwrap().name, "Ada");
    /// # Ok(())
    /// # });
    /// ```
    pub fn include<I: Include, W>(self, include: I) -> RelatedOne<'a, A, W>
    where
        L: Including<A::Target, I, Output = W>,
    {
        RelatedOne { related: self.related.include(include), association: PhantomData }
    }
}

impl<'a, A: Association> RelatedOne<'a, A> {
    /// Gives only these columns, as an `Option`.
    ///
    /// # Examples
    ///
    /// ```
    /// # use orm_example::*;
    /// # run(async |db| {
    /// let task = Task::get(&db, 1).await?;
    /// assert_eq!(task.get_project(&db).select(Project::NAME).await?.as_deref(), Some("Apollo"));
    /// # Ok(())
    /// # });
    /// ```
    pub fn select<C: Columns<A::Target, Row = R>, R: Send + 'static>(
        self,
        columns: C,
    ) -> Pending<'a, Option<R>> {
        let rows = self.related.limit(1).select(columns).into_future();
        mapped(rows, |rows| Ok(rows.into_iter().next()))
    }
}

impl<'a, A: Association, L: Load<A::Target>> IntoFuture for RelatedOne<'a, A, L> {
    type Output = crate::error::Result<<A::Shape as Shape>::Of<L::Output>>;
    type IntoFuture = Pending<'a, <A::Shape as Shape>::Of<L::Output>>;

    fn into_future(self) -> Self::IntoFuture {
        let rows = self.related.query.all_in(self.related.session);
        mapped(rows, |rows| A::Shape::from_rows(rows).ok_or_else(|| dangling(A::RELATION)))
    }
}

#[cold]
fn dangling(relation: &'static Relation) -> Error {
    let message = format!(
        "`{}` leads to no row, though its key is required: the `{}` it points to is gone",
        relation.label(),
        relation.target.name
    );
    Error::new(ErrorKind::NotFound, message)
}

/// A row that there may be or not: awaited, or filtered further.
#[must_use = "does nothing until it is awaited"]
#[derive(Debug)]
pub struct RelatedOptional<'a, M: Model, L = Plain>(Related<'a, M, L>);

impl<M: Model, L: Load<M>> RelatedOptional<'_, M, L> {
    /// Gives the row only if this predicate holds as well; as [`RelatedOne::filter`].
    pub fn filter(self, predicate: impl Filter<M>) -> Self {
        Self(self.0.filter(predicate))
    }
}

impl<'a, M: Model, L: Load<M>> IntoFuture for RelatedOptional<'a, M, L> {
    type Output = crate::error::Result<Option<L::Output>>;
    type IntoFuture = Pending<'a, Option<L::Output>>;

    fn into_future(self) -> Self::IntoFuture {
        self.0.first()
    }
}
