//! Rows and what is loaded onto them, put together in turns.
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::vec::IntoIter;

use super::fetch::Placed;
use super::{TURN, pause_after};
use crate::association::Shape;
use crate::error::Result;
use crate::session::{Pause, Pending};

/// Awaits the rows, then the value of each, and fills them in.
pub(super) fn filled<'a, R: Send + 'a, V: Send + 'a, F: Send + 'a>(
    (rows, values): (Pending<'a, Vec<R>>, Pending<'a, Vec<Option<V>>>),
    fill: impl Fn(R, Option<V>) -> Result<F> + Send + 'a,
) -> Pending<'a, Vec<F>> {
    let (rows, values) = (Waiting::For(rows), Waiting::For(values));
    Box::pin(Filling { pause: Pause::new(false), rows, values, fill, filled: Vec::new() })
}

struct Filling<'a, R, V, F, C> {
    pause: Pause,
    rows: Waiting<'a, R>,
    values: Waiting<'a, Option<V>>,
    fill: C,
    filled: Vec<F>,
}

// Nothing inside is pinned but what boxes hold; likewise below.
impl<R, V, F, C> Unpin for Filling<'_, R, V, F, C> {}

/// What is awaited, and then is here.
enum Waiting<'a, T> {
    For(Pending<'a, Vec<T>>),
    Here(IntoIter<T>),
}

impl<T> Waiting<'_, T> {
    /// Awaits it; gives how many there are, if they have just come.
    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Result<Option<usize>>> {
        let Self::For(pending) = self else { return Poll::Ready(Ok(None)) };
        match ready!(pending.as_mut().poll(context)) {
            Ok(items) => {
                let count = items.len();
                *self = Self::Here(items.into_iter());
                Poll::Ready(Ok(Some(count)))
            }
            Err(error) => Poll::Ready(Err(error)),
        }
    }
}

impl<R, V, F, C: Fn(R, Option<V>) -> Result<F>> Future for Filling<'_, R, V, F, C> {
    type Output = Result<Vec<F>>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let Self { pause, rows, values, fill, filled } = self.get_mut();
        loop {
            ready!(pause.poll(context))?;
            ready!(rows.poll(context))?;
            if let Some(count) = ready!(values.poll(context))? {
                filled.reserve_exact(count);
                *pause = pause_after(count);
                continue;
            }
            let (Waiting::Here(rows), Waiting::Here(values)) = (&mut *rows, &mut *values) else { continue };
            for _ in 0..TURN {
                let Some(row) = rows.next() else { return Poll::Ready(Ok(std::mem::take(filled))) };
                filled.push(fill(row, values.next().flatten())?);
            }
            *pause = pause_after(TURN);
        }
    }
}

/// Awaits the rows of a level, and puts them into the shape of an association for each of `count` sources.
pub(super) fn gathered<'a, S: Shape, T: Send + 'static>(
    placed: Pending<'a, Placed<T>>,
    count: usize,
) -> Pending<'a, Vec<Option<S::Of<T>>>> {
    Box::pin(Gathering::<S, T> { placed, here: None, pause: Pause::new(false), count, shape: PhantomData })
}

struct Gathering<'a, S, T> {
    placed: Pending<'a, Placed<T>>,
    here: Option<Placed<T>>,
    pause: Pause,
    count: usize,
    shape: PhantomData<S>,
}

impl<S, T> Unpin for Gathering<'_, S, T> {}

impl<S: Shape, T: Send + 'static> Future for Gathering<'_, S, T> {
    type Output = Result<Vec<Option<S::Of<T>>>>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let Self { placed, here, pause, count, .. } = self.get_mut();
        if here.is_none() {
            let placed = ready!(placed.as_mut().poll(context))?;
            *pause = pause_after(placed.rows.len());
            *here = Some(placed);
        }
        ready!(pause.poll(context))?;
        let Some(Placed { places, rows }) = here.take() else { return Poll::Pending };
        Poll::Ready(Ok(S::gather(*count, &places, rows)))
    }
}
