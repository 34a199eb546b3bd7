//! Servers that lie: sqlx trusts their lengths and panics, which breaks the connection here, and not the program.
use std::future::{Future, poll_fn};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::pin::{Pin, pin};
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};

/// Runs sqlx's code.
pub(crate) async fn contained<T>(
    future: impl Future<Output = Result<T, sqlx::Error>>,
) -> Result<T, sqlx::Error> {
    let mut future = pin!(future);
    poll_fn(|context| {
        catch_unwind(AssertUnwindSafe(|| future.as_mut().poll(context)))
            .unwrap_or_else(|_| Poll::Ready(Err(lie())))
    })
    .await
}

#[cold]
fn lie() -> sqlx::Error {
    sqlx::Error::Protocol("the server's message is not one of PostgreSQL's".to_owned())
}

/// Tells whose panic it is where sqlx's code and that of whoever takes the rows run in turn.
///
/// They are caught once per poll: catching them at each value would keep what reads it from being inlined.
#[derive(Debug, Default)]
pub(crate) struct Container {
    /// Atomic only so that a future that borrows it can move to another thread.
    is_left: AtomicBool,
}

impl Container {
    /// Runs what is not sqlx's: its panics go on.
    #[inline]
    pub(crate) fn leave<T>(&self, run: impl FnOnce() -> T) -> T {
        self.is_left.store(true, Ordering::Relaxed);
        let result = run();
        self.is_left.store(false, Ordering::Relaxed);
        result
    }

    /// Waits for what is not sqlx's.
    pub(crate) async fn wait_outside<T>(&self, future: impl Future<Output = T>) -> T {
        let mut future = pin!(future);
        poll_fn(|context| self.leave(|| future.as_mut().poll(context))).await
    }

    /// Runs sqlx's code again in between.
    #[inline]
    pub(crate) fn enter<T>(&self, run: impl FnOnce() -> T) -> T {
        self.is_left.store(false, Ordering::Relaxed);
        let result = run();
        self.is_left.store(true, Ordering::Relaxed);
        result
    }

    /// Polls what both of them are in.
    pub(crate) fn poll<T, E: From<sqlx::Error>>(
        &self,
        future: Pin<&mut impl Future<Output = Result<T, E>>>,
        context: &mut Context<'_>,
    ) -> Poll<Result<T, E>> {
        match catch_unwind(AssertUnwindSafe(|| future.poll(context))) {
            Ok(polled) => polled,
            Err(panic) if self.is_left.load(Ordering::Relaxed) => resume_unwind(panic),
            Err(_) => Poll::Ready(Err(lie().into())),
        }
    }
}
