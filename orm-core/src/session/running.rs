//! A statement on its way: futures that hold what they are given once, however often they are handed on.
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Instant;

use tracing::field::Empty;
use tracing::level_filters::LevelFilter;
use tracing::{Instrument as _, debug_span};

use super::{Collect, Decode, First, Session, Subject, collected, first_of};
use crate::driver::{BoxFuture, Outcome, Request, RowSink, Started};
use crate::error::{Error, ErrorKind, Result};
use crate::explain::explain;
use crate::value::check_storable;

/// A statement; its errors name the model and the association.
///
/// No `async` block: the future of one is as large as all that it awaits, and is copied whole wherever it is handed on.
pub(crate) struct Running<'a> {
    session: Session<'a>,
    subject: Subject,
    /// What is done first.
    before: Option<BoxFuture<'a, ()>>,
    stage: Stage<'a>,
}

enum Stage<'a> {
    /// It cannot be sent.
    Refused(Error),
    Ready(Request),
    Sent(BoxFuture<'a, Result<Outcome>>),
    Over,
}

impl<'a> Session<'a> {
    /// Runs a statement.
    pub(crate) fn run(self, request: Request, subject: Subject) -> Running<'a> {
        let stage = match check_storable(&request.arguments, subject) {
            Ok(()) => Stage::Ready(request),
            Err(error) => Stage::Refused(error),
        };
        Running { session: self, subject, before: None, stage }
    }

    /// Runs several statements that give one outcome.
    pub(crate) fn run_several(
        self,
        statements: BoxFuture<'a, Result<Outcome>>,
        subject: Subject,
    ) -> Running<'a> {
        Running { session: self, subject, before: None, stage: Stage::Sent(statements) }
    }

    fn start(self, request: Request, subject: Subject) -> Started<'a> {
        match self {
            _ if is_watched() => Started::Running(Box::pin(self.send_watched(request, subject))),
            Self::Pool(db) => db.driver().start(request),
            Self::Transaction(transaction) => Started::Running(Box::pin(transaction.run(request))),
        }
    }

    /// Runs a statement inside a span.
    async fn send_watched(self, request: Request, subject: Subject) -> Result<Outcome> {
        let span = debug_span!(
            "statement",
            table = subject.model.table,
            association = Empty,
            rows = Empty,
            duration_us = Empty,
            sql = request.text.sql,
        );
        if span.is_disabled() {
            return self.send(request).await;
        }
        if let Some(relation) = subject.relation {
            span.record("association", relation.label());
        }
        let begin = Instant::now();
        let result = self.send(request).instrument(span.clone()).await;
        span.record("duration_us", u64::try_from(begin.elapsed().as_micros()).unwrap_or(u64::MAX));
        if let Ok(outcome) = &result {
            span.record("rows", rows_of(outcome));
        }
        result
    }

    async fn send(self, request: Request) -> Result<Outcome> {
        match self {
            Self::Pool(db) => db.driver().start(request).outcome().await,
            Self::Transaction(transaction) => transaction.run(request).await,
        }
    }
}

/// Whether anybody may want to know of statements. A span that nobody wants takes as long to make as a tenth of a short
/// read; without a subscriber, `tracing` may hand it to `log`.
fn is_watched() -> bool {
    LevelFilter::current() >= LevelFilter::DEBUG || log::max_level() >= log::LevelFilter::Debug
}

fn rows_of(outcome: &Outcome) -> u64 {
    let taken = outcome.sink.as_deref().map_or(0, RowSink::taken);
    if taken > 0 { taken } else { outcome.affected }
}

impl<'a> Running<'a> {
    /// With something to be done first.
    pub(crate) fn after(mut self, before: Option<BoxFuture<'a, ()>>) -> Self {
        self.before = before;
        self
    }

    /// With somebody who takes the rows.
    pub(crate) fn feeding(mut self, sink: Box<dyn RowSink>) -> Self {
        if let Stage::Ready(request) = &mut self.stage {
            request.sink = Some(sink);
        }
        self
    }

    /// Gives what is made of the outcome.
    pub(crate) fn giving<T>(self, take: fn(Outcome) -> Result<T>) -> Reading<'a, T> {
        Reading { running: self, take }
    }

    /// Gives what `decode` makes of the rows.
    pub(crate) fn collecting<T: Send + 'static>(self, decode: Decode<T>) -> Reading<'a, Vec<T>> {
        let sink = Box::new(Collect { rows: Vec::new(), decode });
        self.feeding(sink).giving(|outcome| Ok(collected(outcome)))
    }

    /// Gives what `decode` makes of the first row.
    pub(crate) fn keeping_first<T: Send + 'static>(self, decode: Decode<T>) -> Reading<'a, Option<T>> {
        self.feeding(Box::new(First { row: None, decode })).giving(|outcome| Ok(first_of(outcome)))
    }

    /// The same, where there has to be one.
    pub(crate) fn keeping_one<T: Send + 'static>(self, decode: Decode<T>) -> Reading<'a, T> {
        self.feeding(Box::new(First { row: None, decode })).giving(|outcome| {
            first_of(outcome)
                .ok_or_else(|| Error::new(ErrorKind::Database, "the database gave no row for an aggregate"))
        })
    }
}

impl Future for Running<'_> {
    type Output = Result<Outcome>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let Self { session, subject, before, stage } = self.get_mut();
        if let Some(first) = before {
            if first.as_mut().poll(context).is_pending() {
                return Poll::Pending;
            }
            *before = None;
        }
        let mut running = match std::mem::replace(stage, Stage::Over) {
            Stage::Ready(request) => match session.start(request, *subject) {
                // Most statements are over at once.
                Started::Over(result) => return Poll::Ready(explained(result, *subject)),
                Started::Running(running) => running,
            },
            Stage::Sent(running) => running,
            Stage::Refused(error) => return Poll::Ready(Err(error)),
            // It is polled again after its end.
            Stage::Over => return Poll::Pending,
        };
        match running.as_mut().poll(context) {
            Poll::Ready(result) => Poll::Ready(explained(result, *subject)),
            Poll::Pending => {
                *stage = Stage::Sent(running);
                Poll::Pending
            }
        }
    }
}

#[inline]
fn explained(result: Result<Outcome>, subject: Subject) -> Result<Outcome> {
    result.map_err(|error| explain(error, subject))
}

/// A read, and how what it gives is found.
pub(crate) struct Reading<'a, T> {
    running: Running<'a>,
    take: fn(Outcome) -> Result<T>,
}

impl<T> Future for Reading<'_, T> {
    type Output = Result<T>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let Self { running, take } = self.get_mut();
        match Pin::new(running).poll(context) {
            Poll::Ready(Ok(outcome)) => Poll::Ready(take(outcome)),
            Poll::Ready(Err(error)) => Poll::Ready(Err(error)),
            Poll::Pending => Poll::Pending,
        }
    }
}
