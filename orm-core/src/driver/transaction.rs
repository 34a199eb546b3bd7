//! How a transaction begins.

/// How a transaction begins: how far it is kept apart from others, and whether it writes.
///
/// Isolation is at least what was asked for: a database that has fewer levels takes the next stricter one. What each
/// database does is in the documentation of its driver.
///
/// # Examples
///
/// ```
/// # use orm_example::*;
/// # run(async |db| {
/// use orm::{ErrorKind, TransactionOptions};
///
/// let report = TransactionOptions::repeatable_read().read_only();
/// let tasks = db.transaction_with(report.clone(), async |tx| Task::query().count(tx).await).await?;
/// assert_eq!(tasks, 3);
///
/// let refused = db.transaction_with(report, async |tx| Task::delete_all().execute(tx).await).await;
/// assert_eq!(refused.unwrap_err().kind(), ErrorKind::ReadOnly);
/// # Ok(())
/// # });
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
#[must_use = "options do nothing until a transaction begins with them"]
pub struct TransactionOptions {
    /// How far it is kept apart from concurrent ones; `None` is the database's default.
    pub isolation: Option<Isolation>,
    /// Whether it only reads.
    pub read_only: bool,
    /// Whether it may wait at its beginning, so as never to fail by others afterwards.
    pub deferrable: bool,
}

impl TransactionOptions {
    /// What the database does by itself.
    pub const fn new() -> Self {
        Self { isolation: None, read_only: false, deferrable: false }
    }

    /// Each statement sees what was committed before it began.
    pub const fn read_committed() -> Self {
        Self::new().isolation(Isolation::ReadCommitted)
    }

    /// All statements see what was committed before the first one began.
    pub const fn repeatable_read() -> Self {
        Self::new().isolation(Isolation::RepeatableRead)
    }

    /// As if transactions ran one after another. What cannot be put in such an order fails with
    /// [`Serialization`](crate::ErrorKind::Serialization), and is to be run again:
    /// [`Db::transaction_with_retries`](crate::Db::transaction_with_retries).
    pub const fn serializable() -> Self {
        Self::new().isolation(Isolation::Serializable)
    }

    /// Sets how far it is kept apart from concurrent ones.
    pub const fn isolation(mut self, isolation: Isolation) -> Self {
        self.isolation = Some(isolation);
        self
    }

    /// Lets it read alone; a write gives [`ReadOnly`](crate::ErrorKind::ReadOnly).
    pub const fn read_only(mut self) -> Self {
        self.read_only = true;
        self
    }

    /// Lets a serializable transaction that only reads wait at its beginning, so that it never fails by others
    /// afterwards, and costs them nothing; for reports and backups. It has no effect on other transactions.
    pub const fn deferrable(mut self) -> Self {
        self.deferrable = true;
        self
    }
}

/// How far a transaction is kept apart from concurrent ones, in the words of the SQL standard.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Isolation {
    /// Each statement sees what was committed before it began.
    ReadCommitted,
    /// All statements see what was committed before the first one began.
    RepeatableRead,
    /// As if transactions ran one after another.
    Serializable,
}
