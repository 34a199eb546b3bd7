//! A checked-out connection, as core sees it.
use orm_core::Result;
use orm_core::driver::{BoxFuture, Connection, Outcome, Request, TransactionOptions};

use crate::pool::Lease;

/// A connection that is checked out of the pool.
#[derive(Debug)]
pub(crate) struct PooledConnection(pub(crate) Lease);

impl Connection for PooledConnection {
    fn run(&mut self, request: Request) -> BoxFuture<'_, Result<Outcome>> {
        Box::pin(async move { self.0.session()?.run(request).await })
    }

    fn run_script<'c>(&'c mut self, sql: &'c str) -> BoxFuture<'c, Result<()>> {
        Box::pin(async move { self.0.session()?.run_script(sql).await })
    }

    fn begin<'c>(&'c mut self, options: &'c TransactionOptions) -> BoxFuture<'c, Result<()>> {
        Box::pin(async move { self.0.session()?.begin(options).await })
    }

    fn commit(&mut self) -> BoxFuture<'_, Result<()>> {
        Box::pin(async move { self.0.session()?.commit().await })
    }

    fn rollback(&mut self) -> BoxFuture<'_, Result<()>> {
        Box::pin(async move { self.0.session()?.roll_back().await })
    }
}
