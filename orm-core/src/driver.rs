//! The contract of a driver: what a crate for one database implements. No file of this crate names a database.
//!
//! A driver MUST keep these promises; the suite tests them over every driver:
//!
//! 1. A connection never returns to the pool inside a transaction, also when a future is dropped at any await.
//! 2. A value never becomes SQL text.
//! 3. Violations, lost connections, lock time-outs and serialization failures have their [`ErrorKind`](crate::ErrorKind),
//!    with the constraint as far as the database tells; the native error is the source.
//! 4. No input, and nothing that a server sends, makes it panic.
//!
//! It SHOULD cache prepared statements per connection, and read rows straight from its buffers.
use std::any::Any;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use crate::dialect::Dialect;
use crate::error::Result;
use crate::schema::ModelDescription;
use crate::value::{Value, ValueRef};

pub mod pool;
mod transaction;
pub mod url;

pub use transaction::{Isolation, TransactionOptions};

/// A future that a trait object can return.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// One database that can be talked to: a pool of connections.
pub trait Driver: Send + Sync + fmt::Debug + 'static {
    /// The SQL that this database speaks.
    fn dialect(&self) -> &'static dyn Dialect;

    /// Checks a connection out; dropping it returns it.
    fn acquire(&self) -> BoxFuture<'_, Result<Box<dyn Connection>>>;

    /// Runs one statement on any connection.
    ///
    /// The default checks one out; a driver that has a shorter way overrides it.
    fn run(&self, request: Request) -> BoxFuture<'_, Result<Outcome>> {
        Box::pin(async move { self.acquire().await?.run(request).await })
    }

    /// Runs one statement on any connection, at once as far as that goes without waiting.
    ///
    /// What is over before anything had to be waited for needs no future. The default waits in any case.
    fn start(&self, request: Request) -> Started<'_> {
        Started::Running(self.run(request))
    }

    /// Closes all connections; statements that run are waited for.
    fn close(&self) -> BoxFuture<'_, ()>;

    /// The driver itself, for the ways out to its native pool.
    fn as_any(&self) -> &dyn Any;
}

/// One checked-out connection.
///
/// Dropping it MUST return it to the pool clean: a transaction that is still open is rolled back first.
pub trait Connection: Send + fmt::Debug {
    /// Runs one statement, feeding its rows to the request's sink.
    ///
    /// Dropping the future MUST leave the connection usable: the statement either took effect or did not.
    fn run(&mut self, request: Request) -> BoxFuture<'_, Result<Outcome>>;

    /// Runs one statement, at once as far as that goes without waiting; as [`Driver::start`].
    fn start(&mut self, request: Request) -> Started<'_> {
        Started::Running(self.run(request))
    }

    /// Runs statements without parameters, separated by semicolons, as they stand.
    fn run_script<'c>(&'c mut self, sql: &'c str) -> BoxFuture<'c, Result<()>>;

    /// Begins a transaction; called only outside one.
    fn begin<'c>(&'c mut self, options: &'c TransactionOptions) -> BoxFuture<'c, Result<()>>;

    /// Commits the transaction.
    fn commit(&mut self) -> BoxFuture<'_, Result<()>>;

    /// Rolls the transaction back.
    fn rollback(&mut self) -> BoxFuture<'_, Result<()>>;
}

/// A statement that was started.
pub enum Started<'a> {
    /// It is over already.
    Over(Result<Outcome>),
    /// It has to wait; dropping the future ends it.
    Running(BoxFuture<'a, Result<Outcome>>),
}

impl Started<'_> {
    /// What the statement did.
    ///
    /// # Errors
    ///
    /// What the statement reports.
    pub async fn outcome(self) -> Result<Outcome> {
        match self {
            Self::Over(outcome) => outcome,
            Self::Running(running) => running.await,
        }
    }
}

impl fmt::Debug for Started<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Over(_) => "Over",
            Self::Running(_) => "Running",
        })
    }
}

/// One statement to run: its text, its parameters and where its rows go.
#[derive(Debug)]
#[non_exhaustive]
pub struct Request {
    /// The SQL text, with the dialect's parameter marks.
    pub text: Arc<Text>,
    /// The parameters, in order.
    pub arguments: Vec<Value>,
    /// Where the rows go; `None` drops them.
    pub sink: Option<Box<dyn RowSink>>,
    /// How long it may take.
    pub effort: Effort,
    /// The shorter way to what it gives, if it stores rows whose keys the database counts up.
    pub counted: Option<Counted>,
}

/// An insert whose `RETURNING` gives nothing but the keys that the database counts up, once more without it.
///
/// A driver that is told these keys in another way MAY run this text instead of [`Request::text`], with the same
/// arguments, and give the sink one row for each new row, in the order of `VALUES`, with the key as its only column. It
/// MUST NOT where it is not sure: a trigger may store rows, too, and the key may have a default. Only drivers whose
/// [`Features::counted_keys`](crate::Features::counted_keys) says so are given one.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Counted {
    /// The SQL text without `RETURNING`.
    pub text: Arc<Text>,
    /// Whose rows they are; the key is of one column.
    pub model: &'static ModelDescription,
}

impl Counted {
    pub(crate) fn new(text: Arc<Text>, model: &'static ModelDescription) -> Self {
        Self { text, model }
    }
}

impl Request {
    /// Makes a request that drops its rows, of bounded effort.
    #[must_use]
    pub fn new(text: Arc<Text>, arguments: Vec<Value>) -> Self {
        Self { text, arguments, sink: None, effort: Effort::Bounded, counted: None }
    }
}

/// How much work a statement may be, so that a driver that runs statements in place knows when it may.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Effort {
    /// Touches few rows by key, or is a read that may be stopped and begun again.
    Bounded,
    /// May touch many rows: a mass write, a bulk insert, a change of the schema.
    Unbounded,
}

/// A statement's text, with whether it is worth keeping prepared.
#[derive(Debug, PartialEq, Eq)]
pub struct Text {
    /// The SQL.
    pub sql: String,
    /// Whether it comes again: one text per association and shape is kept, a list of random length is not.
    pub cached: bool,
}

/// What a statement did.
#[derive(Debug, Default)]
#[non_exhaustive]
pub struct Outcome {
    /// How many rows a write changed.
    pub affected: u64,
    /// The sink of the request, with what it took.
    pub sink: Option<Box<dyn RowSink>>,
}

impl Outcome {
    /// Makes the outcome of a statement that is over.
    #[must_use]
    pub fn new(affected: u64, sink: Option<Box<dyn RowSink>>) -> Self {
        Self { affected, sink }
    }
}

/// A row of a result, readable while the sink looks at it.
pub trait Row {
    /// The value in a column, counted from 0.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Decode`](crate::ErrorKind::Decode) if the database's value is none that [`ValueRef`] can hold:
    /// text that is not UTF-8, a type without a counterpart, a column that is not there.
    fn get(&self, index: usize) -> Result<ValueRef<'_>>;

    /// The integer in a column, which most columns hold; a driver may have a shorter way to it than [`get`](Self::get).
    ///
    /// # Errors
    ///
    /// [`Other`] if the column holds something else, or nothing.
    #[inline]
    fn integer(&self, index: usize) -> std::result::Result<i64, Other> {
        match self.get(index) {
            Ok(ValueRef::Integer(value)) => Ok(value),
            Ok(ValueRef::Null) => Err(Other::Null),
            _ => Err(Other::Value),
        }
    }

    /// The text in a column; as [`integer`](Self::integer).
    ///
    /// # Errors
    ///
    /// [`Other`] if the column holds something else, or nothing.
    #[inline]
    fn text(&self, index: usize) -> std::result::Result<&str, Other> {
        match self.get(index) {
            Ok(ValueRef::Text(value)) => Ok(value),
            Ok(ValueRef::Null) => Err(Other::Null),
            _ => Err(Other::Value),
        }
    }

    /// How many columns it has.
    fn len(&self) -> usize;

    /// Whether it has no columns.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The name of a column, for raw SQL that is decoded by name once per statement.
    fn name(&self, index: usize) -> Option<&str>;
}

/// What a column holds in place of what was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Other {
    /// Nothing.
    Null,
    /// Something else, or what was not looked at: [`Row::get`] says.
    Value,
}

/// What a sink wants after a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flow {
    /// The next row.
    More,
    /// A wait on [`RowSink::drain`] before the next row.
    Pause,
    /// No further row.
    Stop,
}

/// Takes the rows of one statement as they are read.
pub trait RowSink: Any + Send + fmt::Debug {
    /// Takes a row.
    ///
    /// # Errors
    ///
    /// Whatever decoding reports; the statement ends with it.
    fn row(&mut self, row: &dyn Row) -> Result<Flow>;

    /// Forgets the rows taken, because the driver begins the (read-only) statement again.
    ///
    /// Gives `false` if it cannot, because rows have left it; then the driver goes on instead.
    fn restart(&mut self) -> bool;

    /// How many rows it took, for spans.
    fn taken(&self) -> u64 {
        0
    }

    /// Waits until it can take further rows, after [`Flow::Pause`]; gives [`Flow::Stop`] if nobody wants them.
    fn drain(&mut self) -> BoxFuture<'_, Flow> {
        Box::pin(std::future::ready(Flow::More))
    }
}

/// What `Db::from` takes: a driver, or a native pool that its driver's crate knows.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no pool that a compiled-in driver knows",
    label = "expected a driver or a pool of sqlx",
    note = "the pool's database must be a cargo feature of `orm`, and the pool one of the sqlx release that `orm` uses"
)]
pub trait IntoDriver<D: Driver> {
    /// The driver over this pool.
    fn into_driver(self) -> D;
}

impl<D: Driver> IntoDriver<D> for D {
    fn into_driver(self) -> D {
        self
    }
}
