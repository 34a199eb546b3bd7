//! Some columns of what an accessor gives.
use std::future::IntoFuture;

use crate::error::Result;
use crate::model::Model;
#[cfg(doc)]
use crate::query::Query;
use crate::query::{Columns, Filter, Ordering, Page, Rows, Selected};
use crate::session::{Pending, Session};

/// Some columns of the rows that an association leads to.
#[must_use = "does nothing until it is awaited"]
#[derive(Debug)]
pub struct RelatedColumns<'a, M: Model, C> {
    pub(super) session: Session<'a>,
    pub(super) selected: Selected<M, C>,
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
    type Output = Result<Vec<C::Row>>;
    type IntoFuture = Pending<'a, Vec<C::Row>>;

    fn into_future(self) -> Self::IntoFuture {
        self.selected.all_in(self.session)
    }
}
