//! Sends a statement and feeds its rows to whoever takes them.
use std::future::poll_fn;
use std::pin::pin;

use orm_core::Error;
use orm_core::driver::{Flow, RowSink};
use sqlx::postgres::PgArguments;
use sqlx::{AssertSqlSafe, Either, Executor as _, Row as _};

use super::Session;
use crate::contain::Container;

/// Why a statement ended early.
pub(super) enum Failure {
    Native(sqlx::Error),
    Sink(Error),
}

impl From<sqlx::Error> for Failure {
    fn from(error: sqlx::Error) -> Self {
        Self::Native(error)
    }
}

impl Session {
    /// Runs it, with its rows going to the sink; gives how many rows it changed.
    pub(super) async fn attempt(
        &mut self,
        statement: (String, PgArguments),
        persistent: bool,
        sink: &mut Option<Box<dyn RowSink>>,
    ) -> Result<u64, Failure> {
        let container = Container::default();
        let mut rows = pin!(self.feed(statement, persistent, (sink, &container)));
        poll_fn(|context| container.poll(rows.as_mut(), context)).await
    }

    async fn feed(
        &mut self,
        (sql, arguments): (String, PgArguments),
        persistent: bool,
        (sink, container): (&mut Option<Box<dyn RowSink>>, &Container),
    ) -> Result<u64, Failure> {
        self.unsettled = true;
        let query = sqlx::query_with(AssertSqlSafe(sql), arguments).persistent(persistent);
        let mut results = (&mut self.connection).fetch_many(query);
        let mut affected = 0;
        let mut is_first = true;
        while let Some(next) = poll_fn(|context| results.as_mut().poll_next(context)).await {
            let row = match next? {
                Either::Left(done) => {
                    affected += done.rows_affected();
                    continue;
                }
                Either::Right(row) => row,
            };
            let Some(sink) = sink else { continue };
            if is_first {
                self.plan.prepare(row.columns());
                is_first = false;
            }
            let row = self.plan.read(&row, container);
            let mut flow = container.leave(|| sink.row(&row)).map_err(Failure::Sink)?;
            if flow == Flow::Pause {
                flow = container.wait_outside(sink.drain()).await;
            }
            if flow == Flow::Stop {
                // The rest is read when the connection is needed again.
                return Ok(affected);
            }
        }
        self.unsettled = false;
        Ok(affected)
    }
}
