//! A checked-out connection: moves what takes long to a blocking thread, waits for locks, and survives dropped futures.
use std::sync::Arc;

use orm_core::driver::pool::check_runtime;
use orm_core::driver::{
    BoxFuture, Connection, Counted, Effort, Flow, Outcome, Request, Started, Text, TransactionOptions,
};
use orm_core::{Error, ErrorKind, Result};
use tokio::task::JoinHandle;

use crate::error::from_native;
use crate::monitor::Watch;
use crate::pool::Lease;
use crate::session::{Nature, Place, Progress, Ready};

/// How many slices of a read run on the async thread, with a turn for other tasks after each: some 25 ms.
///
/// Moving to another thread costs more than that many turns do, and makes the rows' memory cross threads.
const SLICES_IN_PLACE: u32 = 150;

/// A connection that is checked out of the pool.
#[derive(Debug)]
pub(crate) struct PooledConnection {
    /// `None` while a blocking thread has it.
    lease: Option<Lease>,
    away: Option<Away>,
}

/// A job on a blocking thread, which brings the lease back.
///
/// It stays in the connection when the future that waits for it is dropped, so that the next statement finds it.
#[derive(Debug)]
struct Away {
    task: JoinHandle<(Lease, Result<Progress>)>,
    watch: Arc<Watch>,
    run: u64,
}

/// What is left of a statement that has to wait.
#[derive(Debug)]
pub(crate) enum Rest {
    /// All of it: the connection is with an earlier statement.
    Away(Request),
    /// All of it: the schema is locked.
    Locked(Request, Error),
    /// It is set up, and may have begun.
    Begun(Place, Option<Result<Progress>>),
}

impl PooledConnection {
    pub(crate) fn new(lease: Lease) -> Self {
        Self { lease: Some(lease), away: None }
    }

    /// Runs a statement as far as that goes without waiting: mostly to its end.
    #[inline]
    pub(crate) fn try_execute(&mut self, request: Request) -> Result<Result<Outcome>, Rest> {
        let Some(lease) = &mut self.lease else { return Err(Rest::Away(request)) };
        match lease.prepare_either(&request.text, request.counted.as_ref()) {
            Ok(ready) => self.run_at_once(ready, request),
            // A connection that is new has to read the schema first.
            Err(error) if error.kind() == ErrorKind::Busy => Err(Rest::Locked(request, error)),
            Err(error) => Ok(Err(error)),
        }
    }

    #[inline]
    fn run_at_once(&mut self, ready: Ready, request: Request) -> Result<Result<Outcome>, Rest> {
        let Some(lease) = &mut self.lease else { return Ok(Err(lost())) };
        let effort = request.effort;
        if let Err(error) = lease.start(ready, request) {
            return Ok(Err(error));
        }
        let place = lease.place(effort);
        self.finish_at_once(place)
    }

    /// Runs what was set up to its end, if it needs no other place and nobody has to be waited for.
    #[inline]
    fn finish_at_once(&mut self, place: Place) -> Result<Result<Outcome>, Rest> {
        let Some(lease) = &mut self.lease else { return Ok(Err(lost())) };
        if place == Place::Here && (lease.job_nature() != Nature::Write || lease.try_become_writer()) {
            return match lease.advance(place) {
                Ok(Progress::Done(outcome)) => {
                    lease.stop_writing();
                    Ok(Ok(outcome))
                }
                progress => Err(Rest::Begun(place, Some(progress))),
            };
        }
        Err(Rest::Begun(place, None))
    }

    /// Runs the rest of a statement.
    pub(crate) async fn go_on(&mut self, mut rest: Rest) -> Result<Outcome> {
        loop {
            let next = match rest {
                Rest::Begun(place, begun) => return self.carry_on(place, begun).await,
                Rest::Away(request) => {
                    self.come_back().await?;
                    self.try_execute(request)
                }
                Rest::Locked(request, error) => {
                    let texts = (&request.text, request.counted.as_ref());
                    let ready = self.prepare_patiently(texts, error).await?;
                    self.run_at_once(ready, request)
                }
            };
            match next {
                Ok(outcome) => return outcome,
                Err(next) => rest = next,
            }
        }
    }

    fn lease(&mut self) -> Result<&mut Lease> {
        self.lease.as_mut().ok_or_else(lost)
    }

    /// Prepares once nobody else writes.
    async fn prepare_patiently(
        &mut self,
        (text, counted): (&Arc<Text>, Option<&Counted>),
        mut error: Error,
    ) -> Result<Ready> {
        let attempt = Attempt(self);
        let mut patience = attempt.0.lease()?.patience();
        loop {
            attempt.0.lease()?.wait_for_lock(error, &mut patience).await?;
            match attempt.0.lease()?.prepare_either(text, counted) {
                Err(again) if again.kind() == ErrorKind::Busy => error = again,
                ready => return ready,
            }
        }
    }

    /// Runs what was set up, or has begun, to its end.
    async fn carry_on(&mut self, mut place: Place, begun: Option<Result<Progress>>) -> Result<Outcome> {
        // Dropped at any await, it leaves the connection without a running statement.
        let attempt = Attempt(self);
        let mut patience = attempt.0.lease()?.patience();
        let mut slices = 0;
        let mut progress = match begun {
            Some(progress) => progress?,
            None => {
                let lease = attempt.0.lease()?;
                if lease.job_nature() == Nature::Write {
                    lease.become_writer(&mut patience).await?;
                }
                attempt.0.advance(place).await?
            }
        };
        loop {
            match progress {
                Progress::Done(outcome) => return Ok(outcome),
                Progress::Paused => {
                    if attempt.0.drain().await? == Flow::Stop {
                        return attempt.0.lease()?.finish();
                    }
                }
                Progress::Slice if slices < SLICES_IN_PLACE => {
                    slices += 1;
                    tokio::task::yield_now().await;
                }
                Progress::Slice | Progress::Late => place = Place::Blocking,
                Progress::Busy(error) => {
                    attempt.0.lease()?.wait_for_lock(from_native(error), &mut patience).await?;
                }
            }
            progress = attempt.0.advance(place).await?;
        }
    }

    async fn drain(&mut self) -> Result<Flow> {
        match self.lease()?.sink() {
            Some(sink) => Ok(sink.drain().await),
            None => Ok(Flow::More),
        }
    }

    async fn advance(&mut self, place: Place) -> Result<Progress> {
        match place {
            Place::Here => self.lease()?.advance(place),
            Place::Blocking => self.advance_away().await,
        }
    }

    /// Lets the job run on a thread that may block.
    async fn advance_away(&mut self) -> Result<Progress> {
        check_runtime()?;
        let mut lease = self.lease.take().ok_or_else(lost)?;
        let (watch, run) = (Arc::clone(lease.handle().watch()), lease.run());
        let mut stop = StopOnDrop { watch: Arc::clone(&watch), run: lease.is_interruptible().then_some(run) };
        let task = tokio::task::spawn_blocking(move || {
            let progress = lease.advance(Place::Blocking);
            (lease, progress)
        });
        let away = self.away.insert(Away { task, watch, run });
        let joined = (&mut away.task).await;
        stop.run = None;
        self.away = None;
        let (lease, progress) = joined.map_err(fallen)?;
        self.lease = Some(lease);
        progress
    }

    /// Waits for a job whose future was dropped.
    async fn come_back(&mut self) -> Result<()> {
        if let Some(away) = &mut self.away {
            let joined = (&mut away.task).await;
            self.away = None;
            let (mut lease, _) = joined.map_err(fallen)?;
            lease.settle();
            lease.stop_writing();
            self.lease = Some(lease);
        }
        Ok(())
    }

    /// Runs what `start` sets up, where it says.
    async fn control(&mut self, start: impl FnOnce(&mut Lease) -> Result<Place> + Send) -> Result<Outcome> {
        if self.lease.is_none() {
            Box::pin(self.come_back()).await?;
        }
        let place = start(self.lease()?)?;
        match self.finish_at_once(place) {
            Ok(outcome) => outcome,
            Err(rest) => Box::pin(self.go_on(rest)).await,
        }
    }
}

impl Drop for PooledConnection {
    fn drop(&mut self) {
        // The transaction, if there is one, is rolled back with whatever the job still does.
        if let Some(away) = &self.away {
            away.watch.cancel(away.run);
        }
    }
}

impl Connection for PooledConnection {
    fn run(&mut self, request: Request) -> BoxFuture<'_, Result<Outcome>> {
        Box::pin(async move { self.start(request).outcome().await })
    }

    fn start(&mut self, request: Request) -> Started<'_> {
        match self.try_execute(request) {
            Ok(outcome) => Started::Over(outcome),
            Err(rest) => Started::Running(Box::pin(self.go_on(rest))),
        }
    }

    fn run_script<'c>(&'c mut self, sql: &'c str) -> BoxFuture<'c, Result<()>> {
        Box::pin(async move {
            let start = |lease: &mut Lease| lease.start_script(sql).map(|()| lease.place(Effort::Unbounded));
            self.control(start).await.map(|_| ())
        })
    }

    fn begin<'c>(&'c mut self, options: &'c TransactionOptions) -> BoxFuture<'c, Result<()>> {
        Box::pin(async move {
            // It takes a lock and writes nothing, so it runs here.
            self.control(|lease| lease.start_begin(options).map(|()| Place::Here)).await?;
            self.lease()?.began(options)
        })
    }

    fn commit(&mut self) -> BoxFuture<'_, Result<()>> {
        Box::pin(async move {
            let start = |lease: &mut Lease| {
                lease.start_commit()?;
                Ok(if lease.commits_to_disk() { Place::Blocking } else { Place::Here })
            };
            let committed = self.control(start).await;
            // A transaction that could not be committed is over too; one that was leaves nothing to roll back.
            self.end().await?;
            committed.map(|_| ())
        })
    }

    fn rollback(&mut self) -> BoxFuture<'_, Result<()>> {
        Box::pin(self.end())
    }
}

impl PooledConnection {
    /// Leaves the transaction, whatever state it is in.
    async fn end(&mut self) -> Result<()> {
        if self.lease.is_none() {
            Box::pin(self.come_back()).await?;
        }
        let lease = self.lease()?;
        let ended = lease.roll_back().map_err(from_native);
        lease.stop_writing();
        ended
    }
}

/// Ends the job of a connection when the future that runs it is dropped, and lets others write.
struct Attempt<'c>(&'c mut PooledConnection);

impl Drop for Attempt<'_> {
    fn drop(&mut self) {
        if let Some(lease) = &mut self.0.lease {
            lease.settle();
            lease.stop_writing();
        }
    }
}

/// Stops the run on a blocking thread when nobody waits for it any more.
struct StopOnDrop {
    watch: Arc<Watch>,
    run: Option<u64>,
}

impl Drop for StopOnDrop {
    fn drop(&mut self) {
        if let Some(run) = self.run {
            self.watch.cancel(run);
        }
    }
}

fn lost() -> Error {
    Error::new(
        ErrorKind::ConnectionLost,
        "the connection was lost with the thread that used it; check out another",
    )
}

/// Passes a sink's panic on; otherwise the runtime was shut down.
fn fallen(error: tokio::task::JoinError) -> Error {
    if error.is_panic() {
        std::panic::resume_unwind(error.into_panic());
    }
    Error::driver(ErrorKind::ConnectionLost, error)
        .with_message("the tokio runtime was shut down; the statement did not run")
}
