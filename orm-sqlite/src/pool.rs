//! The pool: which connections are idle, who may write, and how a lease gives a clean connection back.
use std::ops::{Deref, DerefMut};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use orm_core::driver::pool::{check_runtime, closed, exhausted};
use orm_core::{Error, ErrorKind, Result};
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{AssertSqlSafe, ConnectOptions as _};
use tokio::sync::Semaphore;
use tokio::time::Instant;

use crate::error::from_sqlx;
use crate::options::{Limits, SqliteOptions};
use crate::session::Session;

/// Connections to one database.
#[derive(Debug)]
pub(crate) struct Pool {
    connect_options: SqliteConnectOptions,
    /// What a new connection runs first.
    attachments: Vec<String>,
    limits: Limits,
    in_memory: bool,
    room: Mutex<Room>,
    /// One permit for each connection that is neither out nor idle; first come, first served.
    seats: Semaphore,
    /// SQLite has one writer at a time. Queueing here is fair, and needs no sleeping on locks.
    writer: Semaphore,
    /// An in-memory database lives as long as a connection to it.
    anchor: Mutex<Option<SqliteConnection>>,
}

/// Where connections are while nobody has them: one lock to take one, one to give it back.
#[derive(Debug, Default)]
struct Room {
    /// The last one returned is the first to go out again: its caches are warm. Each keeps its seat. There are none while
    /// anybody waits.
    idle: Vec<Idle>,
    /// Those that came back while somebody waited; whoever gets a seat takes one.
    handed: Vec<Idle>,
    /// How many wait for a seat.
    waiting: usize,
    closed: bool,
}

/// Attaches what the options say.
pub(crate) async fn attach(connection: &mut SqliteConnection, attachments: &[String]) -> sqlx::Result<()> {
    for statement in attachments {
        sqlx::raw_sql(AssertSqlSafe(statement.clone())).execute(&mut *connection).await?;
    }
    Ok(())
}

/// A session is large, and moves with every checkout.
type Idle = Box<Session>;

impl Pool {
    pub(crate) fn new(options: &SqliteOptions) -> Arc<Self> {
        Self::over(options.to_sqlx(), options.attachments(), options.limits.clone(), options.is_in_memory())
    }

    /// The pool over options that sqlx has already.
    pub(crate) fn over(
        connect_options: SqliteConnectOptions,
        attachments: Vec<String>,
        limits: Limits,
        in_memory: bool,
    ) -> Arc<Self> {
        Arc::new(Self {
            seats: Semaphore::new(limits.max_connections),
            connect_options,
            attachments,
            limits,
            in_memory,
            room: Mutex::default(),
            writer: Semaphore::new(1),
            anchor: Mutex::default(),
        })
    }

    pub(crate) fn connect_options(&self) -> &SqliteConnectOptions {
        &self.connect_options
    }

    pub(crate) fn attachments(&self) -> &[String] {
        &self.attachments
    }

    pub(crate) fn limits(&self) -> &Limits {
        &self.limits
    }

    /// Opens what keeps an in-memory database alive.
    pub(crate) async fn drop_anchor(&self) -> Result<()> {
        let connection = self.connect().await?;
        *lock(&self.anchor) = Some(connection);
        Ok(())
    }

    /// Takes a connection that is idle, if there is one.
    #[inline]
    pub(crate) fn try_take(self: &Arc<Self>) -> Option<Lease> {
        let session = lock(&self.room).idle.pop();
        session.map(|session| self.lease(Some(session)))
    }

    fn lease(self: &Arc<Self>, session: Option<Idle>) -> Lease {
        Lease { session, pool: Arc::clone(self), writes: false }
    }

    /// Takes a connection, waiting for one or opening it.
    pub(crate) async fn take(self: &Arc<Self>) -> Result<Lease> {
        {
            let mut room = lock(&self.room);
            if room.closed {
                return Err(closed());
            }
            if let Some(session) = room.idle.pop() {
                return Ok(self.lease(Some(session)));
            }
            // Under the same lock as the look: whoever gives a connection back sees that somebody waits.
            room.waiting += 1;
        }
        let waiting = Waiting(self);
        self.wait_for_seat().await?;
        drop(waiting);
        let (session, is_closed) = {
            let mut room = lock(&self.room);
            (room.handed.pop(), room.closed)
        };
        // Without a session, dropping the lease gives the seat back.
        let mut lease = self.lease(session);
        if is_closed {
            return Err(closed());
        }
        if lease.session.is_none() {
            let connection = self.connect().await?;
            let session = Session::new(connection, self.limits.statement_cache, self.in_memory).await?;
            lease.session = Some(Box::new(session));
        }
        Ok(lease)
    }

    async fn wait_for_seat(&self) -> Result<()> {
        if let Ok(seat) = self.seats.try_acquire() {
            seat.forget();
            return Ok(());
        }
        check_runtime()?;
        let limit = self.limits.acquire_timeout;
        match tokio::time::timeout(limit, self.seats.acquire()).await {
            Ok(Ok(seat)) => seat.forget(),
            // The semaphore is never closed; what is waiting finds the pool closed.
            Ok(Err(_)) => {}
            Err(_) => return Err(exhausted(self.limits.max_connections, limit)),
        }
        Ok(())
    }

    /// Takes a connection back that is fit for its next user, or the seat of one that is not.
    fn give_back(&self, session: Option<Idle>) {
        if let Some(session) = session {
            let mut room = lock(&self.room);
            if room.waiting == 0 && !room.closed {
                room.idle.push(session);
                return;
            }
            room.handed.push(session);
        }
        self.seats.add_permits(1);
    }

    async fn connect(&self) -> Result<SqliteConnection> {
        check_runtime()?;
        let mut patience = Patience::new(self.limits.busy_timeout);
        loop {
            let file = self.connect_options.get_filename();
            match self.open().await {
                Ok(connection) => return Ok(connection),
                // Two processes that create one file turn it to WAL at the same time.
                Err(error) => patience.wait_after(from_sqlx(error, Some(file))).await?,
            }
        }
    }

    async fn open(&self) -> sqlx::Result<SqliteConnection> {
        let mut connection = self.connect_options.connect().await?;
        attach(&mut connection, &self.attachments).await?;
        Ok(connection)
    }

    /// Waits for what runs, and closes all connections.
    pub(crate) async fn close(&self) {
        let idle = {
            let mut room = lock(&self.room);
            room.closed = true;
            std::mem::take(&mut room.idle)
        };
        self.seats.add_permits(idle.len());
        let seats = u32::try_from(self.limits.max_connections).unwrap_or(u32::MAX);
        let _all = self.seats.acquire_many(seats).await;
        let handed = std::mem::take(&mut lock(&self.room).handed);
        for session in idle.into_iter().chain(handed) {
            session.close().await;
        }
        let anchor = lock(&self.anchor).take();
        if let Some(anchor) = anchor {
            let _ = sqlx::Connection::close(anchor).await;
        }
    }
}

/// Somebody who waits for a seat, until this is dropped.
struct Waiting<'p>(&'p Pool);

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        lock(&self.0.room).waiting -= 1;
    }
}

/// How long to wait for locks that SQLite's own waiting would sleep on.
#[derive(Debug)]
pub(crate) struct Patience {
    end: Option<Instant>,
    limit: Duration,
    pause: Duration,
}

impl Patience {
    pub(crate) fn new(limit: Duration) -> Self {
        Self { end: None, limit, pause: Duration::from_millis(1) }
    }

    /// How much is left; counted from the first question.
    pub(crate) fn left(&mut self) -> Duration {
        let now = Instant::now();
        self.end.get_or_insert(now + self.limit).saturating_duration_since(now)
    }

    /// Waits a moment if the error is a lock and patience is left, otherwise gives the error back.
    pub(crate) async fn wait_after(&mut self, error: Error) -> Result<()> {
        let left = self.left();
        if error.kind() != ErrorKind::Busy || left.is_zero() {
            return Err(error);
        }
        check_runtime()?;
        tokio::time::sleep(self.pause.min(left)).await;
        self.pause = (self.pause * 2).min(Duration::from_millis(25));
        Ok(())
    }
}

/// A connection that is out; dropping it returns it clean.
#[derive(Debug)]
pub(crate) struct Lease {
    session: Option<Box<Session>>,
    pool: Arc<Pool>,
    /// Whether it is the one that may write.
    writes: bool,
}

impl Lease {
    /// Becomes the one that may write, if nobody else is.
    #[inline]
    pub(crate) fn try_become_writer(&mut self) -> bool {
        if !self.writes
            && let Ok(permit) = self.pool.writer.try_acquire()
        {
            permit.forget();
            self.writes = true;
        }
        self.writes
    }

    /// Waits until nobody else writes.
    pub(crate) async fn become_writer(&mut self, patience: &mut Patience) -> Result<()> {
        if self.try_become_writer() {
            return Ok(());
        }
        check_runtime()?;
        match tokio::time::timeout(patience.left(), self.pool.writer.acquire()).await {
            Ok(Ok(permit)) => {
                permit.forget();
                self.writes = true;
                Ok(())
            }
            _ => {
                let limit = patience.limit;
                let message = format!(
                    "another connection of this program was writing for all of the {limit:?} that `busy_timeout` allows; \
                     if that is the transaction around this statement, give the statement the transaction (`tx`) \
                     instead of `&db`; otherwise keep transactions short, or raise `busy_timeout`"
                );
                Err(Error::new(ErrorKind::Busy, message))
            }
        }
    }

    /// Waits until trying again makes sense, after `error` told of a lock.
    pub(crate) async fn wait_for_lock(&mut self, error: Error, patience: &mut Patience) -> Result<()> {
        if self.writes || self.in_transaction() {
            // It is another program's lock, or a reader's.
            return patience.wait_after(error).await;
        }
        // Whoever holds it is one of us; while we are the writer, nobody else will be.
        self.become_writer(patience).await
    }

    /// Lets others write, unless a transaction that writes is open.
    #[inline]
    pub(crate) fn stop_writing(&mut self) {
        if self.writes && !self.in_transaction() {
            self.writes = false;
            self.pool.writer.add_permits(1);
        }
    }

    pub(crate) fn patience(&self) -> Patience {
        Patience::new(self.pool.limits.busy_timeout)
    }
}

impl Deref for Lease {
    type Target = Session;

    #[inline]
    fn deref(&self) -> &Session {
        match &self.session {
            Some(session) => session,
            None => unreachable!("a lease that left the pool has its session until it is dropped"),
        }
    }
}

impl DerefMut for Lease {
    #[inline]
    fn deref_mut(&mut self) -> &mut Session {
        match &mut self.session {
            Some(session) => session,
            None => unreachable!("a lease that left the pool has its session until it is dropped"),
        }
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        let session = self.session.take().and_then(|mut session| session.clean().then_some(session));
        if self.writes {
            self.pool.writer.add_permits(1);
        }
        self.pool.give_back(session);
    }
}

/// A panic elsewhere leaves nothing half done under these locks.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
