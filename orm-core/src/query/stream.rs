//! Rows one by one, while the database still gives them.
use std::pin::Pin;
use std::task::{Context, Poll};

use futures_core::Stream;
use tokio::sync::mpsc;

use crate::driver::{BoxFuture, Effort, Flow, Request, Row, RowSink};
use crate::error::{Error, Result};
use crate::model::Model;
use crate::query::Query;
use crate::query::run::{decode_model, subject};
use crate::render::Rendered;
use crate::session::{Decode, Executor, Session};
use crate::statement::{Select, Statement};

/// How many rows are handed over at once.
const BATCH: usize = 256;

/// The rows of a query, one by one; a connection is held until the last one was taken, or the stream is dropped.
///
/// It is a [`Stream`] for those who use the traits of `futures`, and has [`next`](Rows::next) for those who do not.
#[must_use = "rows are read only as they are asked for"]
pub struct Rows<'a, T> {
    reading: Option<BoxFuture<'a, Result<()>>>,
    /// What ended the reading, given after the rows that were handed over before.
    failure: Option<Error>,
    batches: mpsc::Receiver<Vec<T>>,
    batch: std::vec::IntoIter<T>,
}

impl<T> std::fmt::Debug for Rows<'_, T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Rows").field("over", &self.reading.is_none()).finish_non_exhaustive()
    }
}

// Nothing in it refers to itself.
impl<T> Unpin for Rows<'_, T> {}

impl<M: Model> Query<M> {
    /// Gives the rows one by one, without holding all of them in memory.
    ///
    /// # Examples
    ///
    /// ```
    /// # use orm_example::*;
    /// # run(async |db| {
    /// let mut tasks = Task::query().order_by(Task::ID.asc()).stream(&db);
    /// let mut hours = 0;
    /// while let Some(task) = tasks.next().await {
    ///     hours += task?.hours.unwrap_or(0);
    /// }
    /// assert_eq!(hours, 8);
    /// # Ok(())
    /// # });
    /// ```
    pub fn stream<'a>(self, db: &'a (impl Executor + ?Sized)) -> Rows<'a, M> {
        self.stream_in(db.session())
    }

    pub(crate) fn stream_in(self, session: Session<'_>) -> Rows<'_, M> {
        Rows::new(session, (!self.empty).then_some(self.select), decode_model::<M>)
    }
}

async fn read<T: Send + 'static>(
    session: Session<'_>,
    select: Box<Select>,
    (sender, decode): (mpsc::Sender<Vec<T>>, Decode<T>),
) -> Result<()> {
    let subject = subject(&select);
    let Rendered { text, arguments } = session.render(Statement::Select(select));
    let mut request = Request::new(text, arguments);
    request.effort = Effort::Unbounded;
    request.sink = Some(Box::new(Batches { sender, decode, batch: Vec::with_capacity(BATCH), given: 0 }));
    let mut outcome = session.run(request, subject).await?;
    if let Some(sink) = outcome.sink.as_mut() {
        sink.drain().await;
    }
    Ok(())
}

impl<'a, T: Send + 'static> Rows<'a, T> {
    /// The rows of a read; without one, there are none.
    pub(crate) fn new(session: Session<'a>, select: Option<Box<Select>>, decode: Decode<T>) -> Self {
        let (sender, batches) = mpsc::channel(1);
        let reading =
            select.map(|select| -> BoxFuture<'a, _> { Box::pin(read(session, select, (sender, decode))) });
        Self { reading, failure: None, batches, batch: Vec::new().into_iter() }
    }
}

impl<T> Rows<'_, T> {
    /// The next row, or `None` after the last one.
    ///
    /// # Errors
    ///
    /// As for [`Query::all`]; after an error there are no further rows.
    ///
    /// # Examples
    ///
    /// ```
    /// # use orm_example::*;
    /// # run(async |db| {
    /// let mut tasks = Task::query().limit(1).stream(&db);
    /// assert!(tasks.next().await.is_some());
    /// assert!(tasks.next().await.is_none());
    /// # Ok(())
    /// # });
    /// ```
    pub async fn next(&mut self) -> Option<Result<T>> {
        std::future::poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }
}

impl<T> Stream for Rows<'_, T> {
    type Item = Result<T>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<T>>> {
        loop {
            if let Some(row) = self.batch.next() {
                return Poll::Ready(Some(Ok(row)));
            }
            if let Poll::Ready(Some(batch)) = self.batches.poll_recv(context) {
                self.batch = batch.into_iter();
                continue;
            }
            let Some(reading) = self.reading.as_mut() else {
                return Poll::Ready(self.failure.take().map(Err));
            };
            match reading.as_mut().poll(context) {
                Poll::Ready(result) => {
                    self.reading = None;
                    self.failure = result.err();
                }
                // Reading may have handed a batch over; if not, both have been polled and will wake.
                Poll::Pending => match self.batches.poll_recv(context) {
                    Poll::Ready(Some(batch)) => self.batch = batch.into_iter(),
                    _ => return Poll::Pending,
                },
            }
        }
    }
}

/// Hands rows over in batches.
struct Batches<T> {
    sender: mpsc::Sender<Vec<T>>,
    decode: Decode<T>,
    batch: Vec<T>,
    given: u64,
}

impl<T> std::fmt::Debug for Batches<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Batches").field("given", &self.given).finish_non_exhaustive()
    }
}

impl<T: Send + 'static> RowSink for Batches<T> {
    fn row(&mut self, row: &dyn Row) -> Result<Flow> {
        self.batch.push((self.decode)(row)?);
        Ok(if self.batch.len() == BATCH { Flow::Pause } else { Flow::More })
    }

    fn restart(&mut self) -> bool {
        self.batch.clear();
        self.given == 0
    }

    fn taken(&self) -> u64 {
        self.given + self.batch.len() as u64
    }

    fn drain(&mut self) -> BoxFuture<'_, Flow> {
        let batch = std::mem::replace(&mut self.batch, Vec::with_capacity(BATCH));
        self.given += batch.len() as u64;
        Box::pin(async move { if self.sender.send(batch).await.is_ok() { Flow::More } else { Flow::Stop } })
    }
}
