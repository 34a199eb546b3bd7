//! What accessors give: a query that knows its database, to be awaited at once or refined first.
use std::future::IntoFuture;
use std::marker::PhantomData;

use crate::association::{Association, Relation, Shape};
use crate::error::{Error, ErrorKind};
use crate::load::{Include, Including, Load, Plain};
use crate::model::Model;
use crate::query::{Columns, Filter, Ordering, Page, Query, Rows, Selected};
use crate::session::{Pending, Session};

/// The rows that a to-many association leads to: awaited, or refined first.
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
    #[must_use]
    pub fn to_sql(&self) -> String {
        self.query.to_sql(self.session.db())
    }
}

impl<'a, M: Model, A> Related<'a, M, Plain, A> {
    /// Gives only these columns; as [`Query::select`].
    pub fn select<C: Columns<M> + 'static>(self, columns: C) -> RelatedColumns<'a, M, C> {
        RelatedColumns { session: self.session, selected: self.query.select(columns) }
    }

    /// As [`Query::stream`].
    pub fn stream(self) -> Rows<'a, M> {
        self.query.stream_in(self.session)
    }

    /// The query alone, for [`sum`](Query::sum) and the like.
    pub fn into_query(self) -> Query<M> {
        self.query
    }
}

impl<'a, M: Model, L: Load<M>, A> IntoFuture for Related<'a, M, L, A> {
    type Output = crate::error::Result<Vec<L::Output>>;
    type IntoFuture = Pending<'a, Vec<L::Output>>;

    fn into_future(self) -> Self::IntoFuture {
        self.query.all_in(self.session)
    }
}

/// Some columns of the rows that an association leads to.
#[must_use = "does nothing until it is awaited"]
#[derive(Debug)]
pub struct RelatedColumns<'a, M: Model, C> {
    session: Session<'a>,
    selected: Selected<M, C>,
}

impl<'a, M: Model, C: Columns<M> + 'static> RelatedColumns<'a, M, C> {
    fn map(self, change: impl FnOnce(Selected<M, C>) -> Selected<M, C>) -> Self {
        Self { session: self.session, selected: change(self.selected) }
    }

    /// As [`Query::filter`].
    pub fn filter(self, predicate: impl Filter<M>) -> Self {
        self.map(|selected| selected.filter(predicate))
    }

    /// As [`Query::order_by`].
    pub fn order_by(self, order: impl Ordering<M>) -> Self {
        self.map(|selected| selected.order_by(order))
    }

    /// As [`Query::limit`].
    pub fn limit(self, rows: u64) -> Self {
        self.map(|selected| selected.limit(rows))
    }

    /// As [`Query::offset`].
    pub fn offset(self, rows: u64) -> Self {
        self.map(|selected| selected.offset(rows))
    }

    /// As [`Query::distinct`].
    pub fn distinct(self) -> Self {
        self.map(Selected::distinct)
    }

    /// As [`Selected::first`].
    pub fn first(self) -> Pending<'a, Option<C::Row>> {
        self.selected.first_in(self.session)
    }

    /// As [`Selected::one`].
    pub fn one(self) -> Pending<'a, C::Row> {
        self.selected.one_in(self.session)
    }

    /// As [`Selected::count`].
    pub fn count(self) -> Pending<'a, u64> {
        self.selected.query.count_in(self.session)
    }

    /// As [`Selected::exists`].
    pub fn exists(self) -> Pending<'a, bool> {
        self.selected.query.exists_in(self.session)
    }

    /// As [`Selected::page`].
    pub fn page(self, number: u64, size: u64) -> Pending<'a, Page<C::Row>> {
        self.selected.page_in(self.session, number, size)
    }

    /// As [`Selected::stream`].
    pub fn stream(self) -> Rows<'a, C::Row> {
        self.selected.stream_in(self.session)
    }
}

impl<'a, M: Model, C: Columns<M> + 'static> IntoFuture for RelatedColumns<'a, M, C> {
    type Output = crate::error::Result<Vec<C::Row>>;
    type IntoFuture = Pending<'a, Vec<C::Row>>;

    fn into_future(self) -> Self::IntoFuture {
        self.selected.all_in(self.session)
    }
}

/// How many rows a to-many association leads to: awaited, or filtered first.
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

    /// Counts only the rows for which the predicate holds.
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
    pub fn include<I: Include, W>(self, include: I) -> RelatedOne<'a, A, W>
    where
        L: Including<A::Target, I, Output = W>,
    {
        RelatedOne { related: self.related.include(include), association: PhantomData }
    }
}

impl<'a, A: Association> RelatedOne<'a, A> {
    /// Gives only these columns, as an `Option`.
    pub fn select<C: Columns<A::Target> + 'static>(self, columns: C) -> Pending<'a, Option<C::Row>> {
        let rows = self.related.limit(1).select(columns).into_future();
        Box::pin(async move { Ok(rows.await?.into_iter().next()) })
    }
}

impl<'a, A: Association, L: Load<A::Target>> IntoFuture for RelatedOne<'a, A, L> {
    type Output = crate::error::Result<<A::Shape as Shape>::Of<L::Output>>;
    type IntoFuture = Pending<'a, <A::Shape as Shape>::Of<L::Output>>;

    fn into_future(self) -> Self::IntoFuture {
        let rows = self.related.into_future();
        Box::pin(async move { A::Shape::from_rows(rows.await?).ok_or_else(|| dangling(A::RELATION)) })
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
    /// Gives the row only if this predicate holds as well.
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
