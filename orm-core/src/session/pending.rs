//! Futures made of other futures: each model has its own, and an `async` block is several times as much code; so are the
//! combinators of futures-util (by 900 lines of LLVM's for each use, in a debug build).
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use super::Pending;
use crate::error::Result;

/// Gives what `make` makes of what is awaited.
pub(crate) fn mapped<'a, T: 'a, U: 'a>(
    future: Pending<'a, T>,
    make: impl FnOnce(T) -> Result<U> + Send + 'a,
) -> Pending<'a, U> {
    Box::pin(Mapped { future, make: Some(make) })
}

struct Mapped<'a, T, C> {
    future: Pending<'a, T>,
    make: Option<C>,
}

// Nothing inside is pinned but what a box holds.
impl<T, C> Unpin for Mapped<'_, T, C> {}

impl<T, U, C: FnOnce(T) -> Result<U>> Future for Mapped<'_, T, C> {
    type Output = Result<U>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let Self { future, make } = self.get_mut();
        let value = ready!(future.as_mut().poll(context))?;
        // Without it, this is polled again after its end.
        make.take().map_or(Poll::Pending, |make| Poll::Ready(make(value)))
    }
}

/// Awaits what `make` makes of what is awaited first.
pub(crate) fn chained<'a, T: 'a, U: 'a>(
    first: Pending<'a, T>,
    make: impl FnOnce(T) -> Pending<'a, U> + Send + 'a,
) -> Pending<'a, U> {
    Box::pin(Chained::First(first, Some(make)))
}

enum Chained<'a, T, U, C> {
    First(Pending<'a, T>, Option<C>),
    Second(Pending<'a, U>),
}

impl<T, U, C> Unpin for Chained<'_, T, U, C> {}

impl<'a, T, U, C: FnOnce(T) -> Pending<'a, U>> Future for Chained<'a, T, U, C> {
    type Output = Result<U>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.get_mut();
        if let Self::First(first, make) = this {
            let value = ready!(first.as_mut().poll(context))?;
            if let Some(make) = make.take() {
                *this = Self::Second(make(value));
            }
        }
        match this {
            Self::Second(second) => second.as_mut().poll(context),
            Self::First(..) => Poll::Pending,
        }
    }
}

/// Lets other tasks of the thread have their turn.
pub(crate) fn turn() -> Pending<'static, ()> {
    Box::pin(async {
        tokio::task::yield_now().await;
        Ok(())
    })
}

/// A turn for other tasks in between, or none.
pub(crate) struct Pause(Option<Pending<'static, ()>>);

impl Pause {
    /// A turn, if it `is_due`.
    pub(crate) fn new(is_due: bool) -> Self {
        Self(is_due.then(turn))
    }

    /// Whether it is over.
    pub(crate) fn poll(&mut self, context: &mut Context<'_>) -> Poll<Result<()>> {
        if let Some(turn) = &mut self.0 {
            ready!(turn.as_mut().poll(context))?;
            self.0 = None;
        }
        Poll::Ready(Ok(()))
    }
}
