//! One connection with what is known of it: whether the server still answers, and how its transaction stands.
use orm_core::driver::{Isolation, Outcome, Request, TransactionOptions};
use orm_core::{Error, ErrorKind, Result};
use sqlx::postgres::{PgArguments, PgConnection};
use sqlx::{AssertSqlSafe, Connection as _, Executor as _, Row as _};

use crate::argument::bind;
use crate::contain::contained;
use crate::error::{ends_connection, from_native, is_stale_statement};
use crate::row::Plan;

mod effect;
mod feed;

use effect::{Effect, effect_of_script, effect_of_statement};
use feed::Failure;

/// A connection and its state.
///
/// What may go wrong is noted before a message is sent, so that a future that is dropped at any await leaves a state that
/// is at worst too careful: then the connection is read to the end and rolled back without need.
#[derive(Debug)]
pub(crate) struct Session {
    connection: PgConnection,
    plan: Plan,
    /// Whether prepared statements are kept on the server.
    caching: bool,
    /// The server may not have answered everything yet.
    unsettled: bool,
    broken: bool,
    /// While unsettled: what was sent is a commit.
    committing: bool,
    /// While unsettled: what was sent may have stored something for good.
    deciding: bool,
    transaction: Transaction,
    /// The process on the server that serves it, by which it can be told to stop; `None` behind a pooler.
    process: Option<i32>,
}

/// How the transaction stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Transaction {
    None,
    Open,
    /// A statement failed; PostgreSQL takes nothing more, and would turn a commit into a rollback without a word.
    Failed,
    /// A statement of the user's committed it or rolled it back.
    Ended,
}

impl Session {
    /// Takes an open connection over. A pooler, for which nothing is cached, may give it another process any time.
    pub(crate) async fn new(connection: PgConnection, statement_cache: usize) -> Result<Self, sqlx::Error> {
        let mut session = Self {
            connection,
            plan: Plan::default(),
            caching: statement_cache > 0,
            unsettled: false,
            broken: false,
            committing: false,
            deciding: false,
            transaction: Transaction::None,
            process: None,
        };
        if session.caching {
            let asked = sqlx::raw_sql("SELECT pg_backend_pid()").fetch_one(&mut session.connection);
            session.process = contained(asked).await?.try_get_unchecked(0).ok();
        }
        Ok(session)
    }

    /// Whether the next user may have it as it is.
    pub(crate) fn is_clean(&self) -> bool {
        !self.broken && !self.unsettled && self.transaction == Transaction::None
    }

    /// Whether it cannot be used any more.
    pub(crate) fn is_broken(&self) -> bool {
        self.broken
    }

    /// Whether something is under way, its future dropped, that may store something for good.
    pub(crate) fn is_deciding(&self) -> bool {
        self.unsettled && self.deciding
    }

    /// The process that a statement, its future dropped, may keep busy. A commit is not disturbed.
    pub(crate) fn busy_process(&self) -> Option<i32> {
        self.process.filter(|_| self.unsettled && !self.committing)
    }

    /// Whether the server is still there.
    pub(crate) async fn responds(&mut self) -> bool {
        contained(self.connection.ping()).await.is_ok()
    }

    pub(crate) async fn close(self) {
        // It is closed all the same if the server does not hear it.
        let _ = contained(self.connection.close()).await;
    }

    /// Runs a statement, feeding its rows to the sink.
    #[inline]
    pub(crate) async fn run(&mut self, request: Request) -> Result<Outcome> {
        self.ready().await?;
        let statement = bind(&request.text.sql, &request.arguments)?;
        if !self.caching && self.transaction == Transaction::None {
            return Box::pin(self.run_alone(request, statement)).await;
        }
        self.run_here(request, statement).await
    }

    async fn run_here(&mut self, mut request: Request, statement: (String, PgArguments)) -> Result<Outcome> {
        let effect = effect_of_statement(&request.text.sql);
        self.foresee(effect);
        self.deciding = self.transaction == Transaction::None && !request.text.sql.starts_with("SELECT ");
        let persistent = self.caching && request.text.cached;
        let mut result = self.attempt(statement, persistent, &mut request.sink).await;
        if let Err(Failure::Native(error)) = &result
            && is_stale_statement(error)
        {
            let again = self.transaction == Transaction::None;
            Box::pin(self.forget_statements(error)).await?;
            if again {
                // It failed before it did anything.
                let statement = bind(&request.text.sql, &request.arguments)?;
                result = self.attempt(statement, persistent, &mut request.sink).await;
            }
        }
        match result {
            Ok(affected) => {
                self.succeed(effect);
                Ok(Outcome::new(affected, request.sink))
            }
            Err(Failure::Sink(error)) => Err(error),
            Err(Failure::Native(error)) => Err(self.fail(error).await),
        }
    }

    /// Runs a statement as a transaction of its own, because a pooler may send its two halves to two servers.
    async fn run_alone(&mut self, request: Request, statement: (String, PgArguments)) -> Result<Outcome> {
        if request.arguments.is_empty() && request.sink.is_none() {
            // One message, which no pooler takes apart; not everything can run in a transaction.
            self.foresee(effect_of_statement(&request.text.sql));
            self.deciding = true;
            let affected = self.control(&request.text.sql).await?;
            return Ok(Outcome::new(affected, None));
        }
        self.begin(&TransactionOptions::default()).await?;
        let outcome = self.run_here(request, statement).await;
        match outcome {
            Ok(outcome) => self.commit().await.map(|()| outcome),
            Err(error) => {
                // The first error says more.
                let _ = self.roll_back().await;
                Err(error)
            }
        }
    }

    /// Runs statements without parameters; gives how many rows they changed.
    pub(crate) async fn run_script(&mut self, sql: &str) -> Result<()> {
        self.ready().await?;
        let effect = effect_of_script(sql);
        self.foresee(effect);
        self.deciding = self.transaction == Transaction::None;
        self.control(sql).await?;
        self.succeed(effect);
        Ok(())
    }

    /// Begins a transaction.
    ///
    /// That it may be open is noted before it is asked for: sqlx's own `begin`, dropped at the wrong moment, leaves its
    /// connection in a transaction that nobody knows of (sqlx issue 4393).
    pub(crate) async fn begin(&mut self, options: &TransactionOptions) -> Result<()> {
        self.ready().await?;
        if self.transaction != Transaction::None {
            let message = "a transaction is open on this connection already; a nested one is a savepoint";
            return Err(Error::new(ErrorKind::InvalidInput, message));
        }
        let mut sql = String::from(match options.isolation {
            None => "BEGIN",
            Some(Isolation::ReadCommitted) => "BEGIN ISOLATION LEVEL READ COMMITTED",
            Some(Isolation::RepeatableRead) => "BEGIN ISOLATION LEVEL REPEATABLE READ",
            Some(Isolation::Serializable) => "BEGIN ISOLATION LEVEL SERIALIZABLE",
            Some(other) => {
                let message = format!("PostgreSQL has no isolation level {other:?}");
                return Err(Error::new(ErrorKind::Unsupported, message));
            }
        });
        if options.read_only {
            sql.push_str(" READ ONLY");
        }
        if options.deferrable {
            sql.push_str(" DEFERRABLE");
        }
        (self.transaction, self.deciding) = (Transaction::Open, false);
        self.control(&sql).await.map(|_| ())
    }

    /// Commits the transaction; if that fails, it is rolled back.
    pub(crate) async fn commit(&mut self) -> Result<()> {
        self.settle().await?;
        match self.transaction {
            Transaction::Open => {
                (self.committing, self.deciding) = (true, true);
                let committed = self.control("COMMIT").await.map(|_| ());
                self.committing = false;
                if !self.broken {
                    self.transaction = Transaction::None;
                }
                committed
            }
            Transaction::None => Err(closed("there is no open transaction to commit")),
            Transaction::Ended => {
                self.transaction = Transaction::None;
                Err(ended())
            }
            Transaction::Failed => {
                self.roll_back().await?;
                Err(closed(
                    "a statement of the transaction failed, so PostgreSQL could only roll it back: nothing was stored; \
                     give the error on, or run what may fail in a nested transaction",
                ))
            }
        }
    }

    /// Ends the transaction without a trace, if one may be open.
    pub(crate) async fn roll_back(&mut self) -> Result<()> {
        self.settle().await?;
        self.committing = false;
        if self.transaction != Transaction::None {
            self.deciding = false;
            self.control("ROLLBACK").await?;
            self.transaction = Transaction::None;
        }
        Ok(())
    }

    /// Sends one message of the simple protocol, which has no parameters and may hold several statements.
    async fn control(&mut self, sql: &str) -> Result<u64> {
        self.unsettled = true;
        let script = sqlx::raw_sql(AssertSqlSafe(sql));
        match contained((&mut self.connection).execute(script)).await {
            Ok(done) => {
                self.unsettled = false;
                Ok(done.rows_affected())
            }
            Err(error) => Err(self.fail(error).await),
        }
    }

    async fn ready(&mut self) -> Result<()> {
        if self.unsettled || self.broken {
            Box::pin(self.settle()).await?;
        }
        if self.transaction == Transaction::Ended {
            return Err(ended());
        }
        Ok(())
    }

    /// Reads to the end what the server answers to a statement whose future was dropped, or that failed.
    async fn settle(&mut self) -> Result<()> {
        if self.broken {
            return Err(Error::new(
                ErrorKind::ConnectionLost,
                "the connection is broken; check out another one",
            ));
        }
        while self.unsettled {
            match contained(self.connection.flush()).await {
                Ok(()) => self.unsettled = false,
                // An error belongs to the statement that nobody waits for any more.
                Err(error) => {
                    self.note(&error);
                    if self.broken {
                        return Err(from_native(error));
                    }
                }
            }
        }
        Ok(())
    }

    /// Drops all prepared statements, after one of them turned out not to be what the server has.
    async fn forget_statements(&mut self, error: &sqlx::Error) -> Result<()> {
        self.note(error);
        self.settle().await?;
        self.unsettled = true;
        let cleared = contained(self.connection.clear_cached_statements()).await;
        match cleared {
            Ok(()) => self.unsettled = false,
            Err(error) => return Err(self.fail(error).await),
        }
        Ok(())
    }

    fn foresee(&mut self, effect: Effect) {
        if effect == Effect::Begins && self.transaction == Transaction::None {
            self.transaction = Transaction::Open;
        }
    }

    fn succeed(&mut self, effect: Effect) {
        match (self.transaction, effect) {
            (Transaction::Open | Transaction::Failed, Effect::Ends) => self.transaction = Transaction::Ended,
            // Nothing but `ROLLBACK TO SAVEPOINT` succeeds in a transaction that failed.
            (Transaction::Failed, _) => self.transaction = Transaction::Open,
            _ => {}
        }
    }

    async fn fail(&mut self, error: sqlx::Error) -> Error {
        self.note(&error);
        // All that is left to read is that the server is ready again; if not, the next statement finds out.
        let _ = self.settle().await;
        from_native(error)
    }

    fn note(&mut self, error: &sqlx::Error) {
        if ends_connection(error) {
            self.broken = true;
        } else if self.transaction == Transaction::Open && error.as_database_error().is_some() {
            self.transaction = Transaction::Failed;
        }
    }
}

#[cold]
fn closed(message: &'static str) -> Error {
    Error::new(ErrorKind::TransactionClosed, message)
}

#[cold]
fn ended() -> Error {
    closed("a statement inside the transaction committed it or rolled it back; leave that to the transaction")
}
