//! Where a statement runs: on the pool or in a transaction; and what keeps its rows.
mod pending;
mod running;

use std::sync::Arc;

use crate::association::Relation;
use crate::db::Db;
use crate::driver::{BoxFuture, Effort, Flow, Outcome, Request, Row, RowSink, Text};
use crate::error::Result;
use crate::render::{Rendered, render};
use crate::schema::ModelDescription;
use crate::statement::Statement;
use crate::transaction::Transaction;
use crate::value::Value;
pub(crate) use pending::{Pause, chained, mapped, turn};
pub(crate) use running::{Reading, Running};

/// What has to be awaited: an accessor's result.
pub type Pending<'a, T> = BoxFuture<'a, Result<T>>;

mod sealed {
    pub trait Sealed {}
    impl Sealed for crate::db::Db {}
    impl Sealed for crate::transaction::Transaction {}
    impl<E: Sealed + ?Sized> Sealed for &E {}
}

/// What statements are sent to: `&Db` or `&Transaction`.
///
/// # Examples
///
/// ```
/// # use orm_example::*;
/// # run(async |db| {
/// async fn open(db: &impl Executor, project: &Project) -> orm::Result<u64> {
///     project.count_tasks(db).filter(Task::DONE.eq(false)).await
/// }
///
/// let apollo = Project::get(&db, 1).await?;
/// assert_eq!(open(&db, &apollo).await?, 2);
/// db.transaction(async |tx| open(tx, &apollo).await).await?;
/// # Ok(())
/// # });
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no database that a statement can be sent to",
    label = "expected `&Db` or `&Transaction`",
    note = "`orm::connect(url).await?` gives a `Db`; a pool of sqlx is wrapped by `Db::from(pool)`"
)]
pub trait Executor: sealed::Sealed + Send + Sync {
    /// The database or transaction, as one type.
    #[doc(hidden)]
    fn session(&self) -> Session<'_>;
}

impl Executor for Db {
    fn session(&self) -> Session<'_> {
        Session::Pool(self)
    }
}

impl Executor for Transaction {
    fn session(&self) -> Session<'_> {
        Session::Transaction(self)
    }
}

#[diagnostic::do_not_recommend]
impl<E: Executor + ?Sized> Executor for &E {
    fn session(&self) -> Session<'_> {
        (**self).session()
    }
}

/// The pool or a transaction, so that what lies below needs no type parameter.
#[derive(Debug, Clone, Copy)]
pub enum Session<'a> {
    /// Any connection of the pool.
    Pool(&'a Db),
    /// The connection of a transaction.
    Transaction(&'a Transaction),
}

/// What a statement is about, for spans and errors.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Subject {
    pub(crate) model: &'static ModelDescription,
    pub(crate) relation: Option<&'static Relation>,
    /// Whether it stores whole rows, so that any key of theirs may be refused, and not only the association's.
    pub(crate) stores_rows: bool,
}

impl Subject {
    pub(crate) fn of(model: &'static ModelDescription) -> Self {
        Self::on(model, None)
    }

    pub(crate) fn through(relation: &'static Relation) -> Self {
        Self::on(relation.target, Some(relation))
    }

    /// A statement on a table that belongs to an association.
    pub(crate) fn on(model: &'static ModelDescription, relation: Option<&'static Relation>) -> Self {
        Self { model, relation, stores_rows: false }
    }

    /// New rows, which an association may have asked for.
    pub(crate) fn created(model: &'static ModelDescription, relation: Option<&'static Relation>) -> Self {
        Self { model, relation, stores_rows: true }
    }

    /// The association whose key alone the statement can break.
    pub(crate) fn key_holder(&self) -> Option<&'static Relation> {
        self.relation.filter(|_| !self.stores_rows)
    }
}

impl<'a> Session<'a> {
    pub(crate) fn db(self) -> &'a Db {
        match self {
            Self::Pool(db) => db,
            Self::Transaction(transaction) => transaction.db(),
        }
    }

    pub(crate) fn render(self, statement: Statement) -> Rendered {
        self.db().render(statement)
    }

    /// The text of a statement that is kept under a name of its own.
    pub(crate) fn spell(self, statement: Statement) -> Arc<Text> {
        render(statement, self.db().dialect()).text
    }

    /// Runs a write and gives how many rows it changed.
    pub(crate) async fn write(self, statement: Statement, subject: Subject, effort: Effort) -> Result<u64> {
        let Rendered { text, arguments } = self.render(statement);
        let mut request = Request::new(text, arguments);
        request.effort = effort;
        Ok(self.run(request, subject).await?.affected)
    }

    /// Runs a read and gives what `decode` makes of its rows.
    pub(crate) fn read<T: Send + 'static>(
        self,
        (text, arguments): (Arc<Text>, Vec<Value>),
        subject: Subject,
        decode: Decode<T>,
    ) -> Reading<'a, Vec<T>> {
        self.run(Request::new(text, arguments), subject).collecting(decode)
    }

    /// Runs a read of one row at most, and gives what `decode` makes of it.
    pub(crate) fn read_first<T: Send + 'static>(
        self,
        (text, arguments): (Arc<Text>, Vec<Value>),
        subject: Subject,
        decode: Decode<T>,
    ) -> Reading<'a, Option<T>> {
        self.run(Request::new(text, arguments), subject).keeping_first(decode)
    }

    /// Begins a transaction, or a savepoint inside of one.
    pub(crate) async fn begin(self) -> Result<Transaction> {
        match self {
            Self::Pool(db) => db.begin().await,
            Self::Transaction(transaction) => transaction.begin().await,
        }
    }

    /// Runs `work` as one unit: all of it takes effect, or nothing.
    pub(crate) async fn atomically<T>(self, work: impl AsyncFnOnce(Session<'_>) -> Result<T>) -> Result<T> {
        let transaction = self.begin().await?;
        transaction
            .finish_with(async |transaction: &Transaction| work(Session::Transaction(transaction)).await)
            .await
    }
}

/// Makes a value of a row.
pub(crate) type Decode<T> = fn(&dyn Row) -> Result<T>;

/// Collects the rows of a read.
pub(crate) struct Collect<T> {
    pub(crate) rows: Vec<T>,
    pub(crate) decode: Decode<T>,
}

impl<T> std::fmt::Debug for Collect<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Collect").field("rows", &self.rows.len()).finish()
    }
}

impl<T: Send + 'static> RowSink for Collect<T> {
    fn row(&mut self, row: &dyn Row) -> Result<Flow> {
        self.rows.push((self.decode)(row)?);
        Ok(Flow::More)
    }

    fn restart(&mut self) -> bool {
        self.rows.clear();
        true
    }

    fn taken(&self) -> u64 {
        self.rows.len() as u64
    }
}

/// Keeps the one row of a read, without a vector around it.
struct First<T> {
    row: Option<T>,
    decode: Decode<T>,
}

impl<T> std::fmt::Debug for First<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("First").field("taken", &self.row.is_some()).finish()
    }
}

impl<T: Send + 'static> RowSink for First<T> {
    fn row(&mut self, row: &dyn Row) -> Result<Flow> {
        if self.row.is_none() {
            self.row = Some((self.decode)(row)?);
        }
        // Not `Stop`: the statement is at its end anyway, and over a network stopping costs more than that.
        Ok(Flow::More)
    }

    fn restart(&mut self) -> bool {
        self.row = None;
        true
    }

    fn taken(&self) -> u64 {
        u64::from(self.row.is_some())
    }
}

/// The row that a [`First`] kept.
fn first_of<T: Send + 'static>(outcome: Outcome) -> Option<T> {
    taken_by::<First<T>>(outcome).and_then(|first| first.row)
}

/// The rows that a [`Collect`] took.
pub(crate) fn collected<T: Send + 'static>(outcome: Outcome) -> Vec<T> {
    taken_by::<Collect<T>>(outcome).map(|collect| collect.rows).unwrap_or_default()
}

/// The sink of a statement that is over, as the type it had when it was sent.
pub(crate) fn taken_by<S: RowSink>(outcome: Outcome) -> Option<Box<S>> {
    let sink: Box<dyn std::any::Any> = outcome.sink?;
    sink.downcast().ok()
}
