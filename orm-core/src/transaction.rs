//! Transactions and savepoints: one connection, lent to one of them at a time.
use std::sync::Arc;
use std::time::Duration;

use tokio::runtime::Handle;
use tokio::sync::{Mutex, OwnedMutexGuard};

use crate::db::Db;
use crate::driver::pool::check_runtime;
use crate::driver::{Connection, Outcome, Request, Started};
use crate::error::{Error, ErrorKind, Result};

/// How long a statement waits for a nested transaction that is open over the same connection.
const NESTED_WAIT: Duration = Duration::from_secs(30);

/// An open transaction; `&Transaction` is accepted wherever a statement runs.
///
/// Dropping it rolls it back. A transaction begun inside another one is a savepoint: while it is open, the outer one
/// waits.
///
/// # Examples
///
/// ```
/// # use orm_example::*;
/// # run(async |db| {
/// let tx = db.begin().await?;
/// let ada = User::get(&tx, 1).await?;
/// ada.get_owned_projects(&tx).await?; // accessors take it, too
/// tx.commit().await?;
/// # Ok(())
/// # });
/// ```
#[must_use = "a transaction that is dropped is rolled back"]
pub struct Transaction {
    db: Db,
    slot: Slot,
    depth: u32,
}

/// Where the connection is, while nobody inside has borrowed it; empty once the transaction is over.
type Slot = Arc<Mutex<Option<Link>>>;

enum Link {
    /// The outermost transaction owns the connection.
    Owned(Box<dyn Connection>),
    /// A savepoint holds the outer transaction's slot locked.
    Borrowed(OwnedMutexGuard<Option<Link>>),
}

impl std::fmt::Debug for Transaction {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Transaction").field("depth", &self.depth).finish_non_exhaustive()
    }
}

impl Link {
    fn connection(&mut self) -> Result<&mut Box<dyn Connection>> {
        match self {
            Self::Owned(connection) => Ok(connection),
            Self::Borrowed(outer) => outer.as_mut().ok_or_else(closed)?.connection(),
        }
    }
}

#[cold]
fn closed() -> Error {
    Error::new(ErrorKind::TransactionClosed, "the transaction is over; begin another one")
}

impl Transaction {
    pub(crate) fn new(db: Db, connection: Box<dyn Connection>) -> Self {
        Self { db, slot: Arc::new(Mutex::new(Some(Link::Owned(connection)))), depth: 0 }
    }

    pub(crate) fn db(&self) -> &Db {
        &self.db
    }

    #[inline]
    async fn lock(&self) -> Result<OwnedMutexGuard<Option<Link>>> {
        match Arc::clone(&self.slot).try_lock_owned() {
            Ok(guard) => Ok(guard),
            // Boxed, so that what seldom happens does not make every future larger.
            Err(_) => Box::pin(self.wait()).await,
        }
    }

    async fn wait(&self) -> Result<OwnedMutexGuard<Option<Link>>> {
        let slot = Arc::clone(&self.slot);
        check_runtime()?;
        tokio::time::timeout(NESTED_WAIT, slot.lock_owned()).await.map_err(|_| {
            Error::new(
                ErrorKind::Busy,
                "a nested transaction has been open over this one for 30 s; inside of it, use the nested one",
            )
        })
    }

    #[expect(clippy::manual_async_fn, reason = "the future of an `async fn` would hold the request twice")]
    pub(crate) fn run(&self, request: Request) -> impl Future<Output = Result<Outcome>> + Send {
        async move {
            let mut guard = self.lock().await?;
            match guard.as_mut().ok_or_else(closed)?.connection()?.start(request) {
                Started::Over(outcome) => outcome,
                Started::Running(running) => running.await,
            }
        }
    }

    /// Begins a savepoint: a transaction inside this one, which can be rolled back alone.
    ///
    /// # Errors
    ///
    /// [`TransactionClosed`](ErrorKind::TransactionClosed) if this one is over, or a connection error.
    ///
    /// # Examples
    ///
    /// ```
    /// # use orm_example::*;
    /// # run(async |db| {
    /// let tx = db.begin().await?;
    /// let savepoint = tx.begin().await?;
    /// Task::delete_all().execute(&savepoint).await?;
    /// savepoint.rollback().await?;
    /// assert_eq!(Task::query().count(&tx).await?, 3);
    /// tx.commit().await?;
    /// # Ok(())
    /// # });
    /// ```
    pub async fn begin(&self) -> Result<Transaction> {
        let mut guard = self.lock().await?;
        let depth = self.depth + 1;
        guard.as_mut().ok_or_else(closed)?.connection()?.run_script(&format!("SAVEPOINT s{depth}")).await?;
        let slot = Arc::new(Mutex::new(Some(Link::Borrowed(guard))));
        Ok(Transaction { db: self.db.clone(), slot, depth })
    }

    /// Runs `work` in a savepoint: keeps it if it gives `Ok`, undoes it if it gives `Err` or is dropped.
    ///
    /// # Errors
    ///
    /// What `work` gives, or what the savepoint reports.
    ///
    /// # Examples
    ///
    /// ```
    /// # use orm_example::*;
    /// # run(async |db| {
    /// db.transaction(async |tx| {
    ///     let twice = tx.transaction(async |inner| {
    ///         Task::delete_all().execute(inner).await?;
    ///         User::build().name("Bob").insert(inner).await // there is a Bob
    ///     });
    ///     assert!(twice.await.is_err()); // undone alone
    ///     Task::build().title("Test").project_id(1).insert(tx).await
    /// })
    /// .await?;
    /// # Ok(())
    /// # });
    /// ```
    pub async fn transaction<T>(&self, work: impl AsyncFnOnce(&Transaction) -> Result<T>) -> Result<T> {
        let transaction = self.begin().await?;
        transaction.finish_with(work).await
    }

    pub(crate) async fn finish_with<T>(self, work: impl AsyncFnOnce(&Transaction) -> Result<T>) -> Result<T> {
        let result = work(&self).await;
        self.finish(result).await
    }

    /// Commits if the work went well, and rolls back if not.
    pub(crate) async fn finish<T>(self, result: Result<T>) -> Result<T> {
        match result {
            Ok(value) => self.commit().await.map(|()| value),
            Err(error) => {
                // The first error says more than one of the rollback would; the connection is discarded then.
                let _ = self.rollback().await;
                Err(error)
            }
        }
    }

    /// Makes everything done in it permanent (for a savepoint: part of the outer transaction).
    ///
    /// # Errors
    ///
    /// A constraint that is checked at the end, a serialization failure, or a connection error. Nothing is stored then.
    ///
    /// # Examples
    ///
    /// ```
    /// # use orm_example::*;
    /// # run(async |db| {
    /// let tx = db.begin().await?;
    /// Task::delete_where(Task::DONE.eq(true)).execute(&tx).await?;
    /// tx.commit().await?;
    /// assert_eq!(Task::query().count(&db).await?, 2);
    /// # Ok(())
    /// # });
    /// ```
    pub async fn commit(self) -> Result<()> {
        let mut guard = self.lock().await?;
        let mut link = guard.take().ok_or_else(closed)?;
        match &mut link {
            Link::Owned(connection) => connection.commit().await,
            Link::Borrowed(_) => {
                let result =
                    link.connection()?.run_script(&format!("RELEASE SAVEPOINT s{}", self.depth)).await;
                if result.is_err() {
                    *guard = Some(link);
                }
                result
            }
        }
    }

    /// Undoes everything done in it.
    ///
    /// # Errors
    ///
    /// A connection error; the database rolls back by itself then.
    ///
    /// # Examples
    ///
    /// ```
    /// # use orm_example::*;
    /// # run(async |db| {
    /// let tx = db.begin().await?;
    /// Task::delete_all().execute(&tx).await?;
    /// tx.rollback().await?;
    /// assert_eq!(Task::query().count(&db).await?, 3);
    /// # Ok(())
    /// # });
    /// ```
    pub async fn rollback(self) -> Result<()> {
        let link = self.lock().await?.take().ok_or_else(closed)?;
        match Handle::try_current() {
            // A task of its own: were this future dropped half way, the outer transaction would go on, and commit what
            // was to be undone.
            Ok(runtime) if self.depth > 0 => {
                let undone = runtime.spawn(undo(link, self.depth)).await;
                undone.unwrap_or_else(|error| Err(Error::driver(ErrorKind::TransactionClosed, error)))
            }
            _ => undo(link, self.depth).await,
        }
    }
}

/// Undoes a transaction, or a savepoint; if that fails, the whole transaction is given up, so that no half of it is
/// ever committed.
async fn undo(mut link: Link, depth: u32) -> Result<()> {
    let undone = match &mut link {
        Link::Owned(connection) => connection.rollback().await,
        Link::Borrowed(_) => {
            let sql = format!("ROLLBACK TO SAVEPOINT s{depth}; RELEASE SAVEPOINT s{depth}");
            match link.connection() {
                Ok(connection) => connection.run_script(&sql).await,
                Err(error) => Err(error),
            }
        }
    };
    if undone.is_err() {
        give_up(link);
    }
    undone
}

impl Drop for Transaction {
    fn drop(&mut self) {
        // The outermost connection rolls back by itself when it is dropped with the slot. A savepoint has to be undone
        // before the outer transaction goes on; until then the outer slot stays locked by the link.
        if self.depth == 0 {
            return;
        }
        let (slot, depth) = (Arc::clone(&self.slot), self.depth);
        let over = slot.try_lock().is_ok_and(|link| link.is_none());
        if over {
            return;
        }
        if let Ok(runtime) = Handle::try_current() {
            runtime.spawn(async move {
                let link = slot.lock_owned().await.take();
                if let Some(link) = link {
                    // What cannot be undone has been given up.
                    let _ = undo(link, depth).await;
                }
            });
        } else if let Ok(mut guard) = slot.try_lock() {
            // Without a runtime nothing can be undone: the whole transaction is given up instead.
            if let Some(link) = guard.take() {
                give_up(link);
            }
        }
    }
}

/// Empties the slots up to the outermost one, whose connection is dropped and thereby rolled back.
fn give_up(link: Link) {
    if let Link::Borrowed(mut outer) = link
        && let Some(outer) = outer.take()
    {
        give_up(outer);
    }
}
