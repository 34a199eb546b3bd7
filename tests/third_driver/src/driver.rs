//! The driver and its connections: who has the store, what is undone, and how rows reach their sink.
use std::any::Any;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use orm_core::driver::{
    BoxFuture, Connection, Driver, Flow, Outcome, Request, Row, RowSink, TransactionOptions,
};
use orm_core::value::{Value, ValueRef};
use orm_core::{Dialect, Error, ErrorKind, Result};
use tokio::sync::{Mutex, OwnedMutexGuard};

use crate::dialect::MemoryDialect;
use crate::sql::{Statement, parse};
use crate::store::{Answer, Store};

/// How long to wait for the connection.
const TIMEOUT: Duration = Duration::from_secs(5);

/// A database in memory, which is gone with it.
#[derive(Debug, Default)]
pub struct MemoryDriver {
    store: Arc<Mutex<Store>>,
    closed: AtomicBool,
}

impl Driver for MemoryDriver {
    fn dialect(&self) -> &'static dyn Dialect {
        &MemoryDialect
    }

    fn acquire(&self) -> BoxFuture<'_, Result<Box<dyn Connection>>> {
        Box::pin(async move {
            if self.closed.load(Ordering::Acquire) {
                return Err(Error::new(
                    ErrorKind::ConnectionLost,
                    "the database was closed; make another one",
                ));
            }
            let store = tokio::time::timeout(TIMEOUT, Arc::clone(&self.store).lock_owned()).await;
            let store = store.map_err(|_| {
                let message = "the one connection did not become free; drop transactions sooner";
                Error::new(ErrorKind::PoolTimeout, message)
            })?;
            Ok(Box::new(MemoryConnection { store, saved: Vec::new(), read_only: false })
                as Box<dyn Connection>)
        })
    }

    fn close(&self) -> BoxFuture<'_, ()> {
        Box::pin(async move {
            self.closed.store(true, Ordering::Release);
            *self.store.lock().await = Store::default();
        })
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

/// The connection: whoever has it has the store for himself.
///
/// No statement waits for anything before it has taken effect as a whole. So a future that is dropped has run its
/// statement, or not begun it.
#[derive(Debug)]
struct MemoryConnection {
    store: OwnedMutexGuard<Store>,
    /// What the store was when the transaction began, and each savepoint inside of it.
    saved: Vec<Store>,
    read_only: bool,
}

/// What is not committed is undone before anybody else gets the store.
impl Drop for MemoryConnection {
    fn drop(&mut self) {
        self.undo_to(0);
    }
}

impl MemoryConnection {
    /// Undoes what was done since the transaction (0) or a savepoint inside of it began.
    fn undo_to(&mut self, depth: usize) {
        if let Some(saved) = self.saved.get(depth) {
            *self.store = saved.clone();
        }
        self.saved.truncate(depth);
    }

    fn execute(&mut self, sql: &str, arguments: &[Value]) -> Result<Answer> {
        let statement = parse(sql)?;
        if self.read_only && !matches!(statement, Statement::Select(_)) {
            return Err(Error::new(ErrorKind::ReadOnly, "the transaction only reads"));
        }
        self.store.execute(statement, arguments)
    }

    /// Runs one statement of a script: transactions inside of transactions are savepoints, which core numbers.
    fn execute_plain(&mut self, sql: &str) -> Result<()> {
        let words: Vec<_> = sql.split_ascii_whitespace().collect();
        match words[..] {
            [] => {}
            ["SAVEPOINT", _] => self.saved.push(self.store.clone()),
            ["RELEASE", "SAVEPOINT", _] => drop(self.saved.pop()),
            ["ROLLBACK", "TO", "SAVEPOINT", _] => {
                let depth = self.saved.len().saturating_sub(1);
                let saved = self.saved.get(depth).cloned();
                self.undo_to(depth);
                self.saved.extend(saved);
            }
            _ => drop(self.execute(sql, &[])?),
        }
        Ok(())
    }

    fn in_transaction(&self) -> Result<()> {
        if self.saved.is_empty() {
            return Err(Error::new(ErrorKind::TransactionClosed, "there is no open transaction"));
        }
        Ok(())
    }
}

impl Connection for MemoryConnection {
    fn run(&mut self, request: Request) -> BoxFuture<'_, Result<Outcome>> {
        Box::pin(async move {
            let answer = self.execute(&request.text.sql, &request.arguments)?;
            let mut sink = request.sink;
            if let Some(sink) = &mut sink {
                feed(&answer, sink.as_mut()).await?;
            }
            Ok(Outcome::new(answer.affected, sink))
        })
    }

    fn run_script<'c>(&'c mut self, sql: &'c str) -> BoxFuture<'c, Result<()>> {
        Box::pin(async move { sql.split(';').try_for_each(|sql| self.execute_plain(sql)) })
    }

    /// Any isolation level is kept: there is no second transaction to be kept apart from.
    fn begin<'c>(&'c mut self, options: &'c TransactionOptions) -> BoxFuture<'c, Result<()>> {
        Box::pin(async move {
            self.saved = vec![self.store.clone()];
            self.read_only = options.read_only;
            Ok(())
        })
    }

    fn commit(&mut self) -> BoxFuture<'_, Result<()>> {
        Box::pin(async move {
            self.in_transaction()?;
            self.saved.clear();
            self.read_only = false;
            Ok(())
        })
    }

    fn rollback(&mut self) -> BoxFuture<'_, Result<()>> {
        Box::pin(async move {
            self.in_transaction()?;
            self.undo_to(0);
            self.read_only = false;
            Ok(())
        })
    }
}

/// Gives the rows to the sink, which may want a pause, or no more of them.
async fn feed(answer: &Answer, sink: &mut dyn RowSink) -> Result<()> {
    for values in &answer.rows {
        let mut flow = sink.row(&MemoryRow { names: &answer.names, values })?;
        if flow == Flow::Pause {
            flow = sink.drain().await;
        }
        if flow == Flow::Stop {
            break;
        }
    }
    Ok(())
}

/// A row, lent to the sink while it looks at it.
#[derive(Debug)]
struct MemoryRow<'r> {
    names: &'r [String],
    values: &'r [Value],
}

impl Row for MemoryRow<'_> {
    fn get(&self, index: usize) -> Result<ValueRef<'_>> {
        self.values.get(index).map(Value::as_ref).ok_or_else(|| {
            Error::new(
                ErrorKind::Decode,
                format!("the row has {} columns, none at {index}", self.values.len()),
            )
        })
    }

    fn len(&self) -> usize {
        self.values.len()
    }

    fn name(&self, index: usize) -> Option<&str> {
        self.names.get(index).map(String::as_str)
    }
}
