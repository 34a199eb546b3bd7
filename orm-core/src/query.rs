//! Typed queries: thin shells over [`statement`](crate::statement).
use std::marker::PhantomData;

use crate::error::{Error, ErrorKind, Result};
use crate::load::{Include, Including, Plain};
use crate::model::Model;
use crate::statement::{Direction, Expression, Lock, Projection, Select};

mod aggregate;
mod bound;
mod count;
mod linked;
mod mass;
mod predicate;
mod raw;
pub(crate) mod run;
mod select;
mod stream;
mod text;
mod unrun;

pub use bound::{Count, Related, RelatedColumns, RelatedOne, RelatedOptional};
pub use count::CountOf;
pub use linked::{Linked, RelatedThrough, RelatedThroughColumns};
pub(crate) use linked::{across, decode_columns, decode_linked, order_across};
pub use mass::{DeleteWhere, UpdateOne, UpdateWhere};
pub(crate) use mass::{assign, update_one, write_columns};
pub use predicate::{Filter, Order, Ordering, Predicate};
pub use raw::{FromRow, Sql, sql};
pub use run::Page;
pub use select::{Columns, OwnerColumns, Selected};
pub use stream::Rows;
pub use unrun::{ChangeOf, IsAwaited, IsExecuted, IsRun, QueryOf};

/// A read of the rows of `M`, refined step by step and run by [`all`](Query::all), [`first`](Query::first), ….
#[must_use = "a query does nothing until it is run, for example by `.all(&db)`"]
pub struct Query<M, L = Plain> {
    pub(crate) select: Box<Select>,
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
    ///
    /// # Examples
    ///
    /// ```
    /// # use orm_example::*;
    /// # run(async |db| {
    /// let all: Query<Task> = Query::new(); // what `Task::query()` gives
    /// assert_eq!(all.count(&db).await?, 3);
    /// # Ok(())
    /// # });
    /// ```
    pub fn new() -> Self {
        Self { select: Select::new(M::DESCRIPTION), empty: false, load: Plain, model: PhantomData }
    }
}

impl<M: Model, L> Query<M, L> {
    /// Keeps only the rows for which the predicate holds as well. `None` keeps all, so that filters from a form need
    /// no branches.
    ///
    /// # Examples
    ///
    /// ```
    /// # use orm_example::*;
    /// # run(async |db| {
    /// let minimum: Option<i64> = None; // from a form that was left empty
    /// let open = Task::query().filter(Task::DONE.eq(false)).filter(minimum.map(|hours| Task::HOURS.gte(hours)));
    /// assert_eq!(open.count(&db).await?, 2);
    /// # Ok(())
    /// # });
    /// ```
    pub fn filter(mut self, predicate: impl Filter<M>) -> Self {
        if let Some(condition) = predicate.into_condition() {
            self.select.restrict(condition);
        }
        self
    }

    /// Loads an association of the rows as well: `Project::query().include(Project::TASKS)`. What a row becomes has a
    /// public field for it; the rows themselves are reached as before.
    ///
    /// # Examples
    ///
    /// ```
    /// # use orm_example::*;
    /// # run(async |db| {
    /// let projects = Project::query().include(Project::TASKS).include(Project::OWNER).all(&db).await?;
    /// assert_eq!(projects[0].tasks.len(), 3);
    /// assert_eq!(projects[0].owner.as_ref().unwrap().name, "Ada");
    /// assert_eq!(projects[0].name, "Apollo"); // the row itself, as before
    /// # Ok(())
    /// # });
    /// ```
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
    ///
    /// # Examples
    ///
    /// ```
    /// # use orm_example::*;
    /// # run(async |db| {
    /// let tasks = Task::query().order_by([Task::DONE.asc(), Task::HOURS.desc().nulls_last()]).all(&db).await?;
    /// assert_eq!(tasks[0].title, "Build");
    /// # Ok(())
    /// # });
    /// ```
    pub fn order_by(mut self, order: impl Ordering<M>) -> Self {
        order.append_to(&mut self.select.order);
        self
    }

    /// Gives at most this many rows.
    ///
    /// # Examples
    ///
    /// ```
    /// # use orm_example::*;
    /// # run(async |db| {
    /// assert_eq!(Task::query().order_by(Task::ID.asc()).limit(2).all(&db).await?.len(), 2);
    /// # Ok(())
    /// # });
    /// ```
    pub fn limit(mut self, rows: u64) -> Self {
        self.select.limit = Some(rows);
        self
    }

    /// Passes over this many rows first; without an order, which ones is up to the database.
    ///
    /// # Examples
    ///
    /// ```
    /// # use orm_example::*;
    /// # run(async |db| {
    /// let rest = Task::query().order_by(Task::ID.asc()).offset(2).all(&db).await?;
    /// assert_eq!(rest[0].title, "Name it");
    /// # Ok(())
    /// # });
    /// ```
    pub fn offset(mut self, rows: u64) -> Self {
        self.select.offset = Some(rows);
        self
    }

    /// Gives equal rows once.
    ///
    /// # Examples
    ///
    /// ```
    /// # use orm_example::*;
    /// # run(async |db| {
    /// assert_eq!(Task::query().select(Task::DONE).distinct().all(&db).await?.len(), 2);
    /// # Ok(())
    /// # });
    /// ```
    pub fn distinct(mut self) -> Self {
        self.select.distinct = true;
        self
    }

    /// Locks the rows until the transaction ends: others that want to change or lock them wait.
    ///
    /// A database without locks on rows ([`Features::row_locks`](crate::Features::row_locks)) lets one transaction that may
    /// write run at a time, from its beginning on, and so needs none: there, this and its two variants change nothing.
    ///
    /// # Examples
    ///
    /// ```
    /// # use orm_example::*;
    /// # run(async |db| {
    /// db.transaction(async |tx| {
    ///     let mut task = Task::query().filter(Task::ID.eq(1)).for_update().one(tx).await?;
    ///     let hours = task.hours.unwrap_or(0) + 1; // nobody else changes it meanwhile
    ///     task.update(tx).set(Task::HOURS, hours).await
    /// })
    /// .await?;
    /// # Ok(())
    /// # });
    /// ```
    pub fn for_update(mut self) -> Self {
        self.select.lock = Some(Lock::Wait);
        self
    }

    /// Locks the rows until the transaction ends, and passes over those that others have locked: so that several workers
    /// take work from one table, each its own.
    ///
    /// # Examples
    ///
    /// ```
    /// # use orm_example::*;
    /// # run(async |db| {
    /// db.transaction(async |tx| {
    ///     // A queue: each worker takes what no other one works on.
    ///     let waiting = Task::query().filter(Task::DONE.eq(false)).order_by(Task::ID.asc());
    ///     let Some(mut task) = waiting.skip_locked().first(tx).await? else { return Ok(()) };
    ///     task.update(tx).set(Task::DONE, true).await
    /// })
    /// .await?;
    /// # Ok(())
    /// # });
    /// ```
    pub fn skip_locked(mut self) -> Self {
        self.select.lock = Some(Lock::SkipLocked);
        self
    }

    /// Locks the rows until the transaction ends, and reports [`Busy`](crate::ErrorKind::Busy) if others have locked one of
    /// them, instead of waiting.
    ///
    /// # Examples
    ///
    /// ```
    /// # use orm_example::*;
    /// # run(async |db| {
    /// db.transaction(async |tx| {
    ///     let mut task = Task::query().filter(Task::ID.eq(1)).no_wait().one(tx).await?; // or `Busy`, at once
    ///     task.update(tx).set(Task::DONE, true).await
    /// })
    /// .await?;
    /// # Ok(())
    /// # });
    /// ```
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
