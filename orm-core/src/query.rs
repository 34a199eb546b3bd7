//! Typed queries: thin shells over [`statement`](crate::statement).
use std::marker::PhantomData;

use crate::error::{Error, ErrorKind, Result};
use crate::load::{Include, Including, Plain};
use crate::model::Model;
use crate::statement::{Direction, Expression, Lock, Projection, Select};

mod bound;
mod linked;
mod mass;
mod predicate;
mod raw;
pub(crate) mod run;
mod select;
mod stream;
mod text;

pub use bound::{Count, Related, RelatedColumns, RelatedOne, RelatedOptional};
pub use linked::{Linked, RelatedThrough};
pub(crate) use linked::{across, decode_linked, order_across};
pub use mass::{DeleteWhere, UpdateOne, UpdateWhere};
pub(crate) use mass::{assign, update_one, write_columns};
pub use predicate::{CountOf, Filter, Order, Ordering, Predicate};
pub use raw::{FromRow, Sql, sql};
pub use run::Page;
pub use select::{Columns, Selected};
pub use stream::Rows;

/// A read of the rows of `M`, refined step by step and run by [`all`](Query::all), [`first`](Query::first), ….
#[must_use = "a query does nothing until it is run, for example by `.all(&db)`"]
pub struct Query<M, L = Plain> {
    pub(crate) select: Select,
    /// Whether it is known to give nothing, without asking: a getter whose key is empty.
    pub(crate) empty: bool,
    pub(crate) load: L,
    pub(crate) model: PhantomData<fn() -> M>,
}

impl<M, L: Clone> Clone for Query<M, L> {
    fn clone(&self) -> Self {
        Self { select: self.select.clone(), empty: self.empty, load: self.load.clone(), model: PhantomData }
    }
}

impl<M: Model, L> std::fmt::Debug for Query<M, L> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Query").field("model", &M::DESCRIPTION.name).finish_non_exhaustive()
    }
}

impl<M: Model> Default for Query<M> {
    fn default() -> Self {
        Self::new()
    }
}

impl<M: Model> Query<M> {
    /// All rows of the model, in no particular order.
    pub fn new() -> Self {
        Self { select: Select::new(M::DESCRIPTION), empty: false, load: Plain, model: PhantomData }
    }
}

impl<M: Model, L> Query<M, L> {
    /// Keeps only the rows for which the predicate holds as well. `None` keeps all, so that filters from a form need
    /// no branches.
    pub fn filter(mut self, predicate: impl Filter<M>) -> Self {
        if let Some(condition) = predicate.into_condition() {
            self.select.restrict(condition);
        }
        self
    }

    /// Loads an association of the rows as well: `Project::query().include(Project::TASKS)`. What a row becomes has a
    /// public field for it; the rows themselves are reached as before.
    pub fn include<I: Include, W>(mut self, include: I) -> Query<M, W>
    where
        L: Including<M, I, Output = W>,
    {
        if let Some(condition) = include.condition() {
            self.select.restrict(condition);
        }
        let load = self.load.including(include);
        Query { select: self.select, empty: self.empty, load, model: PhantomData }
    }

    /// Orders the rows; a further call orders those that are equal so far.
    pub fn order_by(mut self, order: impl Ordering<M>) -> Self {
        order.append_to(&mut self.select.order);
        self
    }

    /// Gives at most this many rows.
    pub fn limit(mut self, rows: u64) -> Self {
        self.select.limit = Some(rows);
        self
    }

    /// Passes over this many rows first; without an order, which ones is up to the database.
    pub fn offset(mut self, rows: u64) -> Self {
        self.select.offset = Some(rows);
        self
    }

    /// Gives equal rows once.
    pub fn distinct(mut self) -> Self {
        self.select.distinct = true;
        self
    }

    /// Locks the rows until the transaction ends: others that want to change or lock them wait.
    ///
    /// A database without locks on rows ([`Features::row_locks`](crate::Features::row_locks)) lets one transaction that may
    /// write run at a time, from its beginning on, and so needs none: there, this and its two variants change nothing.
    pub fn for_update(mut self) -> Self {
        self.select.lock = Some(Lock::Wait);
        self
    }

    /// Locks the rows until the transaction ends, and passes over those that others have locked: so that several workers
    /// take work from one table, each its own.
    pub fn skip_locked(mut self) -> Self {
        self.select.lock = Some(Lock::SkipLocked);
        self
    }

    /// Locks the rows until the transaction ends, and reports [`Busy`](crate::ErrorKind::Busy) if others have locked one of
    /// them, instead of waiting.
    pub fn no_wait(mut self) -> Self {
        self.select.lock = Some(Lock::NoWait);
        self
    }
}

impl Select {
    /// Orders rows that have no order, so that it is the same one each time.
    pub(crate) fn order_by_key(&mut self) {
        if !self.order.is_empty() {
            return;
        }
        let by: Vec<_> = match &self.projection {
            // Rows that are told apart by what is selected can be ordered by that alone.
            Projection::Expressions(selected) if self.distinct => selected.clone(),
            _ => {
                let columns = self.model.key.iter().map(|&position| self.model.columns[position].name);
                columns.map(Expression::Column).collect()
            }
        };
        self.order = by.into_iter().map(|by| (by, Direction::default())).collect();
    }

    /// Leaves one page of the rows, counted from 1.
    pub(crate) fn cut_to_page(&mut self, number: u64, size: u64) -> Result<()> {
        if number == 0 || size == 0 {
            let message = "pages are counted from 1, and have at least one row";
            return Err(Error::new(ErrorKind::InvalidInput, message));
        }
        self.order_by_key();
        self.limit = Some(size);
        self.offset = Some((number - 1).saturating_mul(size));
        Ok(())
    }
}
