//! The pool: which connections are idle, whom to trust, and how a lease gives a clean connection back.
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use orm_core::driver::pool::{check_runtime, closed, exhausted};
use orm_core::{Error, ErrorKind, Result};
use sqlx::postgres::PgConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions as _, Connection as _, Executor as _};
use tokio::runtime::Handle;
use tokio::sync::{Notify, Semaphore};
use tokio::time::{Instant, timeout, timeout_at};

use crate::contain::contained;
use crate::error::{from_connect, is_passing, place};
use crate::options::Limits;
use crate::session::Session;

/// After how long without use a connection is asked whether it is still there: firewalls and servers drop idle ones.
const TRUSTED: Duration = Duration::from_secs(10);

/// How long that question may take; a server that is there answers at once.
const PATIENCE: Duration = Duration::from_secs(2);

/// How long a statement that nobody waits for may go on, before the server is told to stop it.
const GRACE: Duration = Duration::from_millis(100);

/// How long it may take in all to bring a connection back to order, before it is closed instead.
const CLEANING: Duration = Duration::from_secs(1);

/// Connections to one database.
pub(crate) struct Pool {
    connect_options: PgConnectOptions,
    limits: Limits,
    /// The last one returned is the first to go out again.
    idle: Mutex<Vec<Idle>>,
    /// One permit for each connection that may be out; first come, first served.
    seats: Semaphore,
    /// Counts the connections that broke: whatever was idle then is asked before it is used.
    breaks: AtomicU64,
    /// Counts the commits and single writes under way whose futures were dropped. Whoever comes next sees what became of
    /// them: a program that gave one up can look whether it was stored.
    undecided: AtomicUsize,
    decided: Notify,
    has_served: AtomicBool,
    closed: AtomicBool,
}

/// The options hold the password.
impl std::fmt::Debug for Pool {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Pool")
            .field("server", &place(&self.connect_options))
            .field("limits", &self.limits)
            .finish_non_exhaustive()
    }
}

#[derive(Debug)]
struct Idle {
    session: Box<Session>,
    since: Instant,
    breaks: u64,
}

impl Pool {
    pub(crate) fn new(connect_options: PgConnectOptions, limits: Limits) -> Arc<Self> {
        Arc::new(Self {
            seats: Semaphore::new(limits.max_connections),
            connect_options,
            limits,
            idle: Mutex::default(),
            breaks: AtomicU64::new(0),
            undecided: AtomicUsize::new(0),
            decided: Notify::new(),
            has_served: AtomicBool::new(false),
            closed: AtomicBool::new(false),
        })
    }

    pub(crate) fn connect_options(&self) -> &PgConnectOptions {
        &self.connect_options
    }

    pub(crate) fn limits(&self) -> &Limits {
        &self.limits
    }

    /// Takes a connection that was used a moment ago, if nobody waits for one.
    #[inline]
    pub(crate) fn try_take(self: &Arc<Self>) -> Option<Lease> {
        self.seats.try_acquire().ok()?.forget();
        let seat = Seat(Arc::clone(self));
        if self.is_closed() || self.undecided.load(Ordering::Acquire) > 0 {
            return None;
        }
        let mut idle = lock(&self.idle);
        let is_trusted = self.is_trusted(idle.last()?);
        let session = if is_trusted { idle.pop()?.session } else { return None };
        Some(Lease::new(session, seat))
    }

    fn is_trusted(&self, idle: &Idle) -> bool {
        idle.breaks == self.breaks.load(Ordering::Acquire) && idle.since.elapsed() < TRUSTED
    }

    /// Takes a connection, waiting for one or opening it; not longer than the limit in all.
    pub(crate) async fn take(self: &Arc<Self>) -> Result<Lease> {
        check_runtime()?;
        let deadline = Instant::now() + self.limits.acquire_timeout;
        let seat = self.wait_for_seat(deadline).await?;
        self.check_open()?;
        // Not longer than cleaning may take.
        let _ = timeout_at(deadline, self.wait_for_decisions()).await;
        loop {
            let Some(mut idle) = lock(&self.idle).pop() else { break };
            if self.is_trusted(&idle) {
                return Ok(Lease::new(idle.session, seat));
            }
            let until = deadline.min(Instant::now() + PATIENCE);
            match timeout_at(until, idle.session.responds()).await {
                Ok(true) => return Ok(Lease::new(idle.session, seat)),
                Ok(false) => {}
                // A server that says nothing says it to all of them.
                Err(_) => lock(&self.idle).clear(),
            }
        }
        let session = self.connect(deadline).await?;
        Ok(Lease::new(Box::new(session), seat))
    }

    async fn wait_for_seat(self: &Arc<Self>, deadline: Instant) -> Result<Seat> {
        match timeout_at(deadline, self.seats.acquire()).await {
            Ok(Ok(permit)) => {
                permit.forget();
                Ok(Seat(Arc::clone(self)))
            }
            // The semaphore is never closed.
            Ok(Err(error)) => Err(Error::driver(ErrorKind::ConnectionLost, error)),
            Err(_) => Err(exhausted(self.limits.max_connections, self.limits.acquire_timeout)),
        }
    }

    async fn wait_for_decisions(&self) {
        loop {
            let decided = self.decided.notified();
            if self.undecided.load(Ordering::Acquire) == 0 {
                return;
            }
            decided.await;
        }
    }

    /// Opens a connection. A server that was there before, or that is about to be, is waited for.
    async fn connect(&self, deadline: Instant) -> Result<Session> {
        let mut pause = Duration::from_millis(10);
        loop {
            let connecting = contained(self.connect_options.connect());
            let opened = async { Session::new(connecting.await?, self.limits.statement_cache).await };
            let error = match timeout_at(deadline, opened).await {
                Ok(Ok(session)) => {
                    self.has_served.store(true, Ordering::Release);
                    return Ok(session);
                }
                Ok(Err(error)) => error,
                Err(_) => {
                    let (server, limit) = (place(&self.connect_options), self.limits.acquire_timeout);
                    let message = format!("PostgreSQL at {server} did not answer within {limit:?}");
                    return Err(Error::new(ErrorKind::Connect, message));
                }
            };
            let is_passing = is_passing(&error, self.has_served.load(Ordering::Acquire));
            if !is_passing || self.is_closed() || Instant::now() + pause >= deadline {
                return Err(from_connect(error, &self.connect_options));
            }
            tokio::time::sleep(pause).await;
            pause = (pause * 2).min(Duration::from_millis(250));
        }
    }

    /// Tells the server, over a connection of its own, to stop what a process is doing.
    async fn cancel(&self, process: i32) -> sqlx::Result<()> {
        let mut connection = contained(self.connect_options.connect()).await?;
        let sql = AssertSqlSafe(format!("SELECT pg_cancel_backend({process})"));
        contained(connection.execute(sqlx::raw_sql(sql))).await?;
        contained(connection.close()).await
    }

    fn is_closed(&self) -> bool {
        self.closed.load(Ordering::Acquire)
    }

    fn check_open(&self) -> Result<()> {
        if self.is_closed() {
            return Err(closed());
        }
        Ok(())
    }

    fn put_back(&self, session: Box<Session>) {
        let (since, breaks) = (Instant::now(), self.breaks.load(Ordering::Acquire));
        let mut idle = lock(&self.idle);
        if self.is_closed() {
            return;
        }
        idle.push(Idle { session, since, breaks });
        // The first one has been idle for longest. One at a time is enough, and costs nothing.
        if idle.first().is_some_and(|oldest| since - oldest.since > self.limits.idle_timeout) {
            idle.remove(0);
        }
    }

    /// Waits for what runs, and closes all connections.
    pub(crate) async fn close(&self) {
        self.closed.store(true, Ordering::Release);
        let seats = u32::try_from(self.limits.max_connections).unwrap_or(u32::MAX);
        let _all = self.seats.acquire_many(seats).await;
        let idle = std::mem::take(&mut *lock(&self.idle));
        for idle in idle {
            idle.session.close().await;
        }
    }
}

/// The right to have a connection out; it goes back to the pool even with a task that is never finished.
#[derive(Debug)]
struct Seat(Arc<Pool>);

impl Drop for Seat {
    fn drop(&mut self) {
        self.0.seats.add_permits(1);
    }
}

/// A write that nobody waits for any more, until it is known what became of it.
#[derive(Debug)]
struct Undecided(Arc<Pool>);

impl Undecided {
    fn new(pool: &Arc<Pool>) -> Self {
        pool.undecided.fetch_add(1, Ordering::AcqRel);
        Self(Arc::clone(pool))
    }
}

impl Drop for Undecided {
    fn drop(&mut self) {
        self.0.undecided.fetch_sub(1, Ordering::AcqRel);
        self.0.decided.notify_waiters();
    }
}

/// A connection that is out; dropping it returns it clean, or closes it.
#[derive(Debug)]
pub(crate) struct Lease(Option<Held>);

#[derive(Debug)]
struct Held {
    session: Box<Session>,
    seat: Seat,
}

impl Lease {
    fn new(session: Box<Session>, seat: Seat) -> Self {
        Self(Some(Held { session, seat }))
    }

    #[inline]
    pub(crate) fn session(&mut self) -> Result<&mut Session> {
        match &mut self.0 {
            Some(held) => Ok(&mut held.session),
            None => Err(Error::new(ErrorKind::ConnectionLost, "the connection went back to its pool")),
        }
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        let Some(held) = self.0.take() else { return };
        if held.session.is_clean() {
            held.put_back();
        } else if held.session.is_broken() {
            held.seat.0.breaks.fetch_add(1, Ordering::AcqRel);
        } else if let Ok(runtime) = Handle::try_current() {
            let undecided = held.session.is_deciding().then(|| Undecided::new(&held.seat.0));
            runtime.spawn(held.clean(undecided));
        }
        // Without a runtime nothing can be rolled back: closing the connection makes the server do it.
    }
}

impl Held {
    fn put_back(self) {
        self.seat.0.put_back(self.session);
    }

    async fn clean(mut self, _undecided: Option<Undecided>) {
        let cleaned = timeout(CLEANING, self.settle()).await;
        if matches!(cleaned, Ok(Ok(()))) && self.session.is_clean() {
            self.put_back();
        }
    }

    async fn settle(&mut self) -> Result<()> {
        if let Ok(settled) = timeout(GRACE, self.session.roll_back()).await {
            return settled;
        }
        if let Some(process) = self.session.busy_process() {
            // If the server has no connection left for this, all that remains is to close the one that is busy.
            let _ = self.seat.0.cancel(process).await;
        }
        self.session.roll_back().await
    }
}

/// A panic elsewhere leaves nothing half done under these locks.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
