//! Futures made of other futures: each model has its own, and an `async` block is several times as much code.
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use super::Pending;
use crate::driver::BoxFuture;
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
        match (ready!(future.as_mut().poll(context)), make.take()) {
            (Ok(value), Some(make)) => Poll::Ready(make(value)),
            (Err(error), _) => Poll::Ready(Err(error)),
            // As a fused future.
            (Ok(_), None) => Poll::Pending,
        }
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
            match (ready!(first.as_mut().poll(context)), make.take()) {
                (Ok(value), Some(make)) => *this = Self::Second(make(value)),
                (Err(error), _) => return Poll::Ready(Err(error)),
                (Ok(_), None) => return Poll::Pending,
            }
        }
        match this {
            Self::Second(second) => second.as_mut().poll(context),
            Self::First(..) => Poll::Pending,
        }
    }
}

/// A turn for other tasks of the thread.
pub(crate) struct Pause(Option<BoxFuture<'static, ()>>);

impl Pause {
    /// One turn, if `is_due`.
    pub(crate) fn new(is_due: bool) -> Self {
        Self(is_due.then(|| -> BoxFuture<'static, ()> { Box::pin(tokio::task::yield_now()) }))
    }

    /// Whether it is over.
    pub(crate) fn poll(&mut self, context: &mut Context<'_>) -> Poll<()> {
        if let Some(turn) = &mut self.0 {
            ready!(turn.as_mut().poll(context));
            self.0 = None;
        }
        Poll::Ready(())
    }
}
