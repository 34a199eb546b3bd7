//! `Db`: a database that statements can be sent to, shared by everything that uses it.
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::{Arc, PoisonError, RwLock};

use crate::dialect::Dialect;
use crate::driver::{Driver, IntoDriver, Text, TransactionOptions};
use crate::error::Result;
use crate::render::{self, Rendered};
use crate::repetition::Guard;
use crate::statement::Statement;
use crate::transaction::Transaction;

/// A database: a pool of connections, and what is remembered about the statements sent through it.
///
/// Cloning is cheap and gives the same pool; `&Db` is accepted wherever a statement runs.
///
/// # Examples
///
/// ```
/// # use orm_example::*;
/// # run(async |db| {
/// let same = db.clone(); // cheap; give each task its own
/// let task = tokio::spawn(async move { Task::query().count(&same).await });
/// assert_eq!(task.await.unwrap()?, 3);
/// # Ok(())
/// # });
/// ```
#[derive(Debug, Clone)]
pub struct Db(Arc<Database>);

#[derive(Debug)]
struct Database {
    driver: Box<dyn Driver>,
    texts: Texts,
    shapes: render::Texts,
    guard: Guard,
}

impl Db {
    /// A database over a driver, or over a pool of sqlx that the program has already.
    ///
    /// # Examples
    ///
    /// ```
    /// # use orm_example::*;
    /// # run(async |db| {
    /// let pool = orm_example::pool(&db); // a pool of sqlx, made elsewhere
    /// let other = Db::from(pool);
    /// assert_eq!(Task::query().count(&other).await?, 3);
    /// # Ok(())
    /// # });
    /// ```
    pub fn from<D: Driver>(pool: impl IntoDriver<D>) -> Self {
        Self(Arc::new(Database {
            driver: Box::new(pool.into_driver()),
            texts: Texts::default(),
            shapes: render::Texts::default(),
            guard: Guard::default(),
        }))
    }

    /// Begins a transaction that lasts until it is committed, rolled back or dropped (which rolls it back).
    ///
    /// # Errors
    ///
    /// [`PoolTimeout`](crate::ErrorKind::PoolTimeout) if no connection becomes free,
    /// [`Busy`](crate::ErrorKind::Busy) if another writer does not finish, or a connection error.
    ///
    /// # Examples
    ///
    /// ```
    /// # use orm_example::*;
    /// # run(async |db| {
    /// let tx = db.begin().await?;
    /// Task::delete_all().execute(&tx).await?;
    /// drop(tx); // nothing was committed
    /// assert_eq!(Task::query().count(&db).await?, 3);
    /// # Ok(())
    /// # });
    /// ```
    pub async fn begin(&self) -> Result<Transaction> {
        self.begin_with(TransactionOptions::new()).await
    }

    /// Begins a transaction with an isolation level, or one that only reads.
    ///
    /// # Errors
    ///
    /// As for [`begin`](Db::begin).
    ///
    /// # Examples
    ///
    /// ```
    /// # use orm_example::*;
    /// # run(async |db| {
    /// let tx = db.begin_with(orm::TransactionOptions::repeatable_read().read_only()).await?;
    /// assert_eq!(Task::query().count(&tx).await?, Task::query().all(&tx).await?.len() as u64);
    /// tx.commit().await?;
    /// # Ok(())
    /// # });
    /// ```
    pub async fn begin_with(&self, options: TransactionOptions) -> Result<Transaction> {
        let mut connection = self.driver().acquire().await?;
        connection.begin(&options).await?;
        Ok(Transaction::new(self.clone(), connection))
    }

    /// Runs `work` in a transaction: commits if it gives `Ok`, rolls back if it gives `Err` or is dropped.
    ///
    /// What runs inside must be given `tx`; a statement that is given the `Db` runs outside.
    ///
    /// # Errors
    ///
    /// What `work` gives, or what beginning and committing report.
    ///
    /// # Examples
    ///
    /// ```
    /// # use orm_example::*;
    /// # run(async |db| {
    /// let title = db
    ///     .transaction(async |tx| {
    ///         let mut task = Task::get(tx, 1).await?;
    ///         task.update(tx).set(Task::DONE, true).await?;
    ///         Ok(task.title)
    ///     })
    ///     .await?;
    /// assert_eq!(title, "Design");
    /// # Ok(())
    /// # });
    /// ```
    pub async fn transaction<T>(&self, work: impl AsyncFnOnce(&Transaction) -> Result<T>) -> Result<T> {
        self.transaction_with(TransactionOptions::new(), work).await
    }

    /// Runs `work` in a transaction that begins as `options` say; otherwise as [`transaction`](Self::transaction).
    ///
    /// # Errors
    ///
    /// What `work` gives, or what beginning and committing report.
    ///
    /// # Examples
    ///
    /// ```
    /// # use orm_example::*;
    /// # run(async |db| {
    /// let options = orm::TransactionOptions::serializable();
    /// let open = db.transaction_with(options, async |tx| Task::query().filter(Task::DONE.eq(false)).count(tx).await);
    /// assert_eq!(open.await?, 2);
    /// # Ok(())
    /// # });
    /// ```
    pub async fn transaction_with<T>(
        &self,
        options: TransactionOptions,
        work: impl AsyncFnOnce(&Transaction) -> Result<T>,
    ) -> Result<T> {
        let transaction = self.begin_with(options).await?;
        transaction.finish_with(work).await
    }

    /// Runs `work` in a transaction, and again, in a new one, after a collision with others: at most `retries` times
    /// more.
    ///
    /// A collision is [`Serialization`](crate::ErrorKind::Serialization) or [`Deadlock`](crate::ErrorKind::Deadlock),
    /// from a statement or from the commit: the database has undone the whole transaction, so that running it again
    /// does nothing twice **in the database**. Whatever else `work` does (a mail, a counter, a struct of the caller's
    /// that follows its row) happens once per run: do it afterwards, with what `work` gives. An error that `work`
    /// catches is not seen, and any other kind is given back at once: after
    /// [`ConnectionLost`](crate::ErrorKind::ConnectionLost) nobody knows whether the commit came through.
    ///
    /// # Errors
    ///
    /// What the last run gives.
    ///
    /// # Examples
    ///
    /// ```
    /// # use orm_example::*;
    /// # run(async |db| {
    /// let hours = db
    ///     .transaction_with_retries(orm::TransactionOptions::serializable(), 3, async |tx| {
    ///         let hours = Task::query().sum(tx, Task::HOURS).await?.unwrap_or(0);
    ///         Task::build().title("Test").hours(hours / 2).project_id(1).insert(tx).await?;
    ///         Ok(hours)
    ///     })
    ///     .await?;
    /// assert_eq!(hours, 8);
    /// # Ok(())
    /// # });
    /// ```
    pub async fn transaction_with_retries<T>(
        &self,
        options: TransactionOptions,
        retries: u32,
        mut work: impl AsyncFnMut(&Transaction) -> Result<T>,
    ) -> Result<T> {
        let mut left = retries;
        loop {
            let transaction = self.begin_with(options.clone()).await?;
            // Not by `transaction_with`: rustc cannot tell that a future is `Send` that lends `work` further.
            let result = work(&transaction).await;
            match transaction.finish(result).await {
                Err(error) if left > 0 && error.kind().is_collision() => left -= 1,
                result => return result,
            }
        }
    }

    /// Closes all connections, after the statements that run.
    ///
    /// # Examples
    ///
    /// ```
    /// # use orm_example::*;
    /// # run(async |db| {
    /// db.close().await;
    /// let error = Task::query().count(&db).await.unwrap_err();
    /// assert_eq!(error.kind(), orm::ErrorKind::ConnectionLost);
    /// # Ok(())
    /// # });
    /// ```
    pub async fn close(&self) {
        self.driver().close().await;
    }

    /// The driver, if it is a `D`: the way to what only one database has.
    ///
    /// # Examples
    ///
    /// ```
    /// # use orm_example::*;
    /// # run(async |db| {
    /// assert!(db.driver_as::<orm_example::Driver>().is_some());
    /// # Ok(())
    /// # });
    /// ```
    #[must_use]
    pub fn driver_as<D: Driver>(&self) -> Option<&D> {
        self.0.driver.as_any().downcast_ref()
    }

    /// For development: warns where an association is loaded row by row, through an accessor in a loop, say, though an
    /// include would load it at once. The warning is an event of `tracing`, at the level `WARN`; it names the place in
    /// the program and the include.
    ///
    /// It comes when one place asks for the association of `rows` different rows, one after another in one task, with
    /// less than a second between two; once, until it pauses that long. 10 is a good number; 0 ends it. Until then, and
    /// by default, an accessor pays for one look at an atomic number.
    ///
    /// Futures that are polled by something with wakers of its own, such as `FuturesUnordered`, count as tasks of
    /// their own, and requests that one task serves in quick succession count as one loop.
    ///
    /// # Examples
    ///
    /// ```
    /// # use orm_example::*;
    /// # run(async |db| {
    /// if cfg!(debug_assertions) {
    ///     db.warn_of_n_plus_one(10);
    /// }
    /// # Ok(())
    /// # });
    /// ```
    pub fn warn_of_n_plus_one(&self, rows: u32) {
        self.0.guard.set(rows);
    }

    pub(crate) fn guard(&self) -> &Guard {
        &self.0.guard
    }

    pub(crate) fn driver(&self) -> &dyn Driver {
        &*self.0.driver
    }

    /// The SQL that the database speaks.
    ///
    /// # Examples
    ///
    /// ```
    /// # use orm_example::*;
    /// # run(async |db| {
    /// println!("{}", orm_example::SCHEMA.to_sql(db.dialect()));
    /// # Ok(())
    /// # });
    /// ```
    #[must_use]
    pub fn dialect(&self) -> &'static dyn Dialect {
        self.0.driver.dialect()
    }

    /// The text of a statement that comes again and again, rendered once.
    pub(crate) fn text(&self, key: TextKey, render: impl FnOnce() -> Arc<Text>) -> Arc<Text> {
        self.0.texts.get(key, render)
    }

    /// A statement as text and parameters; each shape of statement is spelled once.
    pub(crate) fn render(&self, statement: Statement) -> Rendered {
        self.0.shapes.render(statement, self.dialect())
    }
}

/// What tells statements of the same shape apart: whose, which, and how many rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct TextKey {
    /// The model's identity, or where the association lies.
    pub(crate) owner: u64,
    /// Which statement.
    pub(crate) statement: StatementName,
    /// The number of rows, or which columns, as the statement defines it.
    pub(crate) variant: u64,
}

/// The statements whose text is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum StatementName {
    /// A read of a model's rows, without conditions.
    Select,
    /// A read of what an association leads to.
    Follow,
    Find,
    Insert,
    /// The same without giving keys back.
    InsertQuietly,
    Save,
    Delete,
}

/// The texts rendered so far. They are as many as there are models, associations and shapes, so none is dropped.
#[derive(Debug, Default)]
struct Texts(RwLock<HashMap<TextKey, Arc<Text>, BuildHasherDefault<KeyHasher>>>);

/// Mixes the numbers of a [`TextKey`], which are hashes already, or small and ours: nobody outside chooses them.
#[derive(Debug, Default)]
pub(crate) struct KeyHasher(u64);

impl Hasher for KeyHasher {
    fn finish(&self) -> u64 {
        // The table takes its place from the low bits, and multiplying mixes upwards.
        self.0.rotate_left(26)
    }

    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.write_u64(u64::from(byte));
        }
    }

    fn write_u64(&mut self, number: u64) {
        self.0 = (self.0.rotate_left(5) ^ number).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }

    fn write_u32(&mut self, number: u32) {
        self.write_u64(u64::from(number));
    }

    fn write_usize(&mut self, number: usize) {
        self.write_u64(number as u64);
    }

    fn write_isize(&mut self, variant: isize) {
        self.write_u64(variant.unsigned_abs() as u64);
    }
}

impl Texts {
    fn get(&self, key: TextKey, render: impl FnOnce() -> Arc<Text>) -> Arc<Text> {
        let known = self.0.read().unwrap_or_else(PoisonError::into_inner).get(&key).cloned();
        known.unwrap_or_else(|| {
            let text = render();
            let mut texts = self.0.write().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(texts.entry(key).or_insert(text))
        })
    }
}
