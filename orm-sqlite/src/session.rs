//! One connection with what it has prepared and what it is running; steps statements, and waits for nothing.
use std::collections::HashMap;
use std::sync::Arc;

mod control;
mod counted;
mod statement;

use orm_core::driver::{Effort, Outcome, Request, RowSink, Text, TransactionOptions};
use orm_core::value::Value;
use orm_core::{Error, ErrorKind, Result};
use sqlx::sqlite::SqliteConnection;

use crate::cache::Cache;
use crate::error::{SqliteError, from_native};
use crate::raw::{Handle, Lifetime, StatementId};
use crate::value::to_storage;
use control::{BEGIN, BEGIN_READ_ONLY, COMMIT, ROLLBACK};
use counted::{Certainty, Counting};
pub(crate) use statement::{Nature, Place, Progress};
use statement::{Statement, prepare_sole, run_script, starts_with};

/// A connection and its state.
#[derive(Debug)]
pub(crate) struct Session {
    handle: Handle,
    cache: Cache,
    /// Which inserts need no `RETURNING`.
    certainties: HashMap<StatementId, Certainty>,
    job: Option<Job>,
    /// Numbers the jobs, so that each can be cancelled by itself.
    run: u64,
    /// Nothing reaches a disk: writes need not leave the async thread.
    in_memory: bool,
    transaction: Option<Transaction>,
    /// A script or a pragma may have changed what the next user of the connection relies on.
    altered: bool,
    foreign_keys: bool,
}

/// A statement that is prepared; it must be started at once.
#[derive(Debug)]
#[must_use]
pub(crate) struct Ready {
    id: StatementId,
    lifetime: Lifetime,
    counting: Option<Counting>,
}

/// A transaction that [`Session::start_begin`] began.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Transaction {
    Writing,
    ReadOnly,
}

/// What runs at the moment.
#[derive(Debug)]
enum Job {
    Statement(Statement),
    Script { sql: String, position: usize, in_transaction: bool },
}

impl Session {
    pub(crate) async fn new(connection: SqliteConnection, cache: usize, in_memory: bool) -> Result<Self> {
        let mut session = Self {
            handle: Handle::new(connection).await?,
            cache: Cache::new(cache),
            certainties: HashMap::new(),
            job: None,
            run: 0,
            in_memory,
            transaction: None,
            altered: false,
            foreign_keys: false,
        };
        session.foreign_keys = session.read_flag("PRAGMA foreign_keys").map_err(from_native)?;
        Ok(session)
    }

    pub(crate) async fn close(self) {
        self.handle.close().await;
    }

    pub(crate) fn handle(&self) -> &Handle {
        &self.handle
    }

    /// The number of the job that runs, to cancel it with.
    pub(crate) fn run(&self) -> u64 {
        self.run
    }

    /// Prepares a statement, or finds it prepared; [`start`](Self::start) takes it on.
    #[inline]
    pub(crate) fn prepare(&mut self, text: &Arc<Text>) -> Result<Ready> {
        self.check_transaction()?;
        self.settle();
        if text.cached
            && let Some(id) = self.cache.get(text)
        {
            return Ok(Ready { id, lifetime: Lifetime::Kept, counting: None });
        }
        self.prepare_anew(text)
    }

    /// Binds a statement; [`advance`](Self::advance) runs it.
    pub(crate) fn start(&mut self, ready: Ready, request: Request) -> Result<()> {
        let Request { text, arguments, sink, .. } = request;
        let Ready { id, lifetime, counting } = ready;
        if let Err(error) = self.bind(id, arguments) {
            self.put_away(id, lifetime);
            return Err(error);
        }
        let nature = Nature::of(&self.handle, id, &text.sql);
        self.run += 1;
        self.job = Some(Job::Statement(Statement {
            id,
            sink,
            nature,
            lifetime,
            counting,
            changes_before: self.handle.total_changes(),
            has_rows: false,
        }));
        Ok(())
    }

    /// Sets one of the statements up that begin and end transactions.
    fn start_fixed(&mut self, text: &Arc<Text>) -> Result<()> {
        let ready = self.prepare(text)?;
        self.start(ready, Request::new(Arc::clone(text), Vec::new()))
    }

    /// Sets a script up; [`advance`](Self::advance) runs it.
    pub(crate) fn start_script(&mut self, sql: &str) -> Result<()> {
        self.check_transaction()?;
        self.settle();
        self.altered = true;
        self.run += 1;
        let in_transaction = self.handle.in_transaction();
        self.job = Some(Job::Script { sql: sql.to_owned(), position: 0, in_transaction });
        Ok(())
    }

    /// Sets the beginning of a transaction up.
    pub(crate) fn start_begin(&mut self, options: &TransactionOptions) -> Result<()> {
        if self.handle.in_transaction() {
            let message = "a transaction is open on this connection already; a nested one is a savepoint";
            return Err(Error::new(ErrorKind::InvalidInput, message));
        }
        self.transaction = None;
        // A deferred begin fails as soon as two transactions read before they write; an immediate one queues.
        let text = if options.read_only { &BEGIN_READ_ONLY } else { &BEGIN };
        self.start_fixed(text)
    }

    /// Notes that the transaction has begun.
    pub(crate) fn began(&mut self, options: &TransactionOptions) -> Result<()> {
        if !options.read_only {
            self.transaction = Some(Transaction::Writing);
            return Ok(());
        }
        self.transaction = Some(Transaction::ReadOnly);
        self.execute("PRAGMA query_only = ON").map_err(from_native)
    }

    /// Sets the commit up.
    pub(crate) fn start_commit(&mut self) -> Result<()> {
        let checked = self.check_transaction();
        if checked.is_err() || !self.handle.in_transaction() {
            self.transaction = None;
            return checked.and_then(|()| Err(closed("there is no open transaction to commit")));
        }
        self.start_fixed(&COMMIT)
    }

    /// Whether a commit may have something to put on a disk.
    pub(crate) fn commits_to_disk(&self) -> bool {
        !self.in_memory && self.transaction != Some(Transaction::ReadOnly)
    }

    /// Ends the transaction without a trace, if one is open.
    pub(crate) fn roll_back(&mut self) -> Result<(), SqliteError> {
        self.settle();
        if self.transaction.take() == Some(Transaction::ReadOnly) {
            self.execute("PRAGMA query_only = OFF")?;
        }
        if self.handle.in_transaction() {
            // Nothing but a damaged disk keeps SQLite from rolling back; then the connection is thrown away.
            self.execute(&ROLLBACK.sql)?;
        }
        Ok(())
    }

    /// Makes the connection fit for its next user; `false` if it has to be thrown away.
    pub(crate) fn clean(&mut self) -> bool {
        let is_idle = self.job.is_none() && self.transaction.is_none() && !self.altered;
        if is_idle && !self.handle.in_transaction() {
            return true;
        }
        let mut cleaned = self.roll_back();
        if std::mem::take(&mut self.altered) {
            let keys =
                if self.foreign_keys { "PRAGMA foreign_keys = ON" } else { "PRAGMA foreign_keys = OFF" };
            cleaned = cleaned
                .and_then(|()| self.execute(keys))
                .and_then(|()| self.execute("PRAGMA query_only = OFF"));
        }
        cleaned.is_ok() && !self.handle.in_transaction()
    }

    /// SQLite rolls a whole transaction back on some errors; what follows must not be committed by itself.
    fn check_transaction(&self) -> Result<()> {
        if self.transaction.is_some() && !self.handle.in_transaction() {
            return Err(closed(
                "the transaction was rolled back by an earlier failure; run all of it again, or look at that error",
            ));
        }
        Ok(())
    }

    pub(crate) fn in_transaction(&self) -> bool {
        self.handle.in_transaction()
    }

    /// What the job does; a script may do anything.
    pub(crate) fn job_nature(&self) -> Nature {
        match &self.job {
            Some(Job::Statement(statement)) => statement.nature,
            _ => Nature::Write,
        }
    }

    fn counting(&self) -> Option<Counting> {
        match &self.job {
            Some(Job::Statement(statement)) => statement.counting,
            _ => None,
        }
    }

    /// Where the job may run.
    ///
    /// Reads run here, for a bounded time. Writes cannot be stopped, so they run here only if they touch few rows and
    /// no disk: in memory, or inside a transaction, whose commit does the waiting.
    pub(crate) fn place(&self, effort: Effort) -> Place {
        let here = match self.job_nature() {
            _ if effort != Effort::Bounded => false,
            Nature::Read => true,
            Nature::Savepoint | Nature::Write => self.in_memory || self.handle.in_transaction(),
            Nature::Control => self.in_memory,
        };
        if here { Place::Here } else { Place::Blocking }
    }

    /// Whether the job may be stopped halfway without leaving a trace that somebody relies on.
    pub(crate) fn is_interruptible(&self) -> bool {
        match self.job_nature() {
            Nature::Read => true,
            Nature::Savepoint | Nature::Control => false,
            // Stopping a write would take the transaction around it along.
            Nature::Write => !self.handle.in_transaction(),
        }
    }

    /// The sink of the statement that runs.
    pub(crate) fn sink(&mut self) -> Option<&mut Box<dyn RowSink>> {
        match &mut self.job {
            Some(Job::Statement(statement)) => statement.sink.as_mut(),
            _ => None,
        }
    }

    /// Runs the job on; unless it has to be continued, it is over afterwards.
    #[inline]
    pub(crate) fn advance(&mut self, place: Place) -> Result<Progress> {
        let bounded = place == Place::Here && self.job_nature() == Nature::Read;
        self.handle.monitor().begin(self.run, bounded);
        let counting = self.counting();
        counting.inspect(|counting| self.handle.note_keys(counting.model.table));
        let progress = match &mut self.job {
            Some(Job::Statement(statement)) => statement.advance(&mut self.handle, place),
            Some(Job::Script { sql, position, .. }) => run_script(&mut self.handle, sql, position),
            None => Ok(Progress::Done(Outcome::default())),
        };
        self.handle.monitor().begin(0, false);
        counting.inspect(|_| self.handle.stop_noting_keys());
        match progress {
            Ok(Progress::Done(_)) => self.finish().map(Progress::Done),
            Ok(progress) => Ok(progress),
            Err(error) => {
                self.settle();
                Err(error)
            }
        }
    }

    /// Ends the job, and says what it did.
    pub(crate) fn finish(&mut self) -> Result<Outcome> {
        let Some(Job::Statement(mut statement)) = self.job.take() else {
            return Ok(Outcome::default());
        };
        let mut result = statement.run_out(&mut self.handle).map_err(from_native);
        // What is no INSERT, UPDATE or DELETE leaves the count of the one before it standing.
        let changed =
            statement.nature == Nature::Write && self.handle.total_changes() != statement.changes_before;
        let affected = if changed { self.handle.changes() } else { 0 };
        if let Some(counting) = statement.counting {
            let given = self.give_keys((statement.id, counting), statement.sink.as_mut(), affected);
            result = result.and(given);
        }
        self.put_away(statement.id, statement.lifetime);
        result?;
        Ok(Outcome::new(affected, statement.sink))
    }

    /// Ends the job, if there is one, and drops its sink.
    #[inline]
    pub(crate) fn settle(&mut self) {
        if self.job.is_none() {
            return;
        }
        match self.job.take() {
            Some(Job::Statement(mut statement)) => {
                // Whoever settles has an error of its own to report, or is gone.
                let _ = statement.run_out(&mut self.handle);
                self.put_away(statement.id, statement.lifetime);
            }
            // Stopped between its own BEGIN and COMMIT, it must not leave the rest to somebody else.
            Some(Job::Script { in_transaction: false, .. }) if self.handle.in_transaction() => {
                let _ = self.execute(&ROLLBACK.sql);
            }
            _ => {}
        }
    }

    fn put_away(&mut self, id: StatementId, lifetime: Lifetime) {
        match lifetime {
            Lifetime::Kept => self.handle.release(id),
            Lifetime::Once => self.handle.finalize(id),
        }
    }

    fn prepare_anew(&mut self, text: &Arc<Text>) -> Result<Ready> {
        // Pragmas are seldom; whoever runs one through the pool must not change it for others.
        let pragma = starts_with(&text.sql, "pragma");
        self.altered |= pragma;
        let kept = text.cached && self.cache.is_enabled() && !pragma;
        let lifetime = if kept { Lifetime::Kept } else { Lifetime::Once };
        let id = prepare_sole(&mut self.handle, &text.sql, lifetime)?;
        // The name may be that of a statement that is gone.
        self.certainties.remove(&id);
        if kept && let Some(evicted) = self.cache.insert(text, id) {
            self.handle.finalize(evicted);
        }
        Ok(Ready { id, lifetime, counting: None })
    }

    fn bind(&mut self, id: StatementId, mut arguments: Vec<Value>) -> Result<()> {
        let expected = self.handle.traits(id).parameters;
        if arguments.len() != expected {
            let given = arguments.len();
            let message =
                format!("the statement has {expected} parameters, but {given} arguments were given");
            return Err(Error::new(ErrorKind::InvalidInput, message));
        }
        let longest = self.handle.longest_value();
        for argument in &mut arguments {
            to_storage(argument, longest)?;
        }
        self.handle.bind(id, arguments).map_err(from_native)
    }

    /// Runs one of our own statements, in place and uncancelled.
    fn execute(&mut self, sql: &str) -> Result<(), SqliteError> {
        self.read_flag(sql).map(|_| ())
    }

    /// Whether the first column of the first row is true.
    fn read_flag(&mut self, sql: &str) -> Result<bool, SqliteError> {
        let Some(id) = self.handle.prepare(sql, Lifetime::Once)?.statement else {
            return Ok(false);
        };
        let mut flag = false;
        let result = loop {
            match self.handle.step(id, None) {
                Ok(true) => flag = self.handle.row(id).is_true(),
                Ok(false) => break Ok(flag),
                Err(error) => break Err(error),
            }
        };
        self.handle.finalize(id);
        result
    }
}

fn closed(message: &'static str) -> Error {
    Error::new(ErrorKind::TransactionClosed, message)
}
