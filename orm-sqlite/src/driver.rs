//! The driver: opens databases, hands out connections, and knows the ways to and from sqlx's pool.
use std::any::Any;
use std::path::Path;
use std::sync::{Arc, OnceLock};

use orm_core::driver::{BoxFuture, Connection, Driver, IntoDriver, Outcome, Request, Started};
use orm_core::{Dialect, Error, ErrorKind, Result};
use sqlx::SqlitePool;
use sqlx::sqlite::{SqliteConnectOptions, SqlitePoolOptions};

use crate::connection::PooledConnection;
use crate::dialect::SqliteDialect;
use crate::options::{Limits, SqliteOptions};
use crate::pool::{Pool, attach};

/// A SQLite database, in a file or in memory.
///
/// # Examples
///
/// ```
/// use orm_sqlite::SqliteDriver;
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> orm_core::Result<()> {
/// let driver = SqliteDriver::connect("sqlite::memory:").await?;
/// assert!(SqliteDriver::connect("sqlite:/no/such/directory/shop.db").await.is_err());
/// # let _ = driver;
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct SqliteDriver {
    pool: Arc<Pool>,
    native: OnceLock<SqlitePool>,
    /// Why no connection can be opened, where that shows only when one is needed.
    refusal: Option<&'static str>,
}

impl SqliteDriver {
    /// Opens the database that a URL names; [`SqliteOptions::from_url`] lists what it can say.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Configuration`] if the URL is not understood, [`ErrorKind::Connect`] if the file cannot be opened,
    /// [`ErrorKind::Corrupt`] if it is no database, [`ErrorKind::ReadOnly`] if it is write-protected.
    pub async fn connect(url: &str) -> Result<Self> {
        Self::open(SqliteOptions::from_url(url)?).await
    }

    /// Opens a database.
    ///
    /// # Errors
    ///
    /// As [`connect`](Self::connect).
    pub async fn open(options: SqliteOptions) -> Result<Self> {
        let driver = Self { pool: Pool::new(&options), native: OnceLock::new(), refusal: None };
        if options.needs_anchor() {
            driver.pool.drop_anchor().await?;
        }
        // Whatever is wrong with the file shows here, and not with the first statement.
        drop(driver.pool.take().await?);
        Ok(driver)
    }

    /// A pool of sqlx over the same database, for what this library has no word for.
    ///
    /// It is made at the first call, and has connections of its own: a transaction of one is not seen by the other
    /// until it commits. Over a pool that came from [`IntoDriver`], it is that pool.
    #[must_use]
    pub fn pool(&self) -> SqlitePool {
        let make = || {
            let connections = u32::try_from(self.pool.limits().max_connections).unwrap_or(u32::MAX);
            let attachments: Arc<[String]> = self.pool.attachments().into();
            SqlitePoolOptions::new()
                .max_connections(connections)
                .after_connect(move |connection, _| {
                    let attachments = Arc::clone(&attachments);
                    Box::pin(async move { attach(connection, &attachments).await })
                })
                .acquire_timeout(self.pool.limits().acquire_timeout)
                .connect_lazy_with(self.pool.connect_options().clone())
        };
        self.native.get_or_init(make).clone()
    }

    fn check(&self) -> Result<()> {
        match self.refusal {
            Some(refusal) => Err(Error::new(ErrorKind::Configuration, refusal)),
            None => Ok(()),
        }
    }

    async fn take(&self) -> Result<PooledConnection> {
        self.check()?;
        Ok(PooledConnection::new(self.pool.take().await?))
    }
}

impl Driver for SqliteDriver {
    fn dialect(&self) -> &'static dyn Dialect {
        &SqliteDialect
    }

    fn acquire(&self) -> BoxFuture<'_, Result<Box<dyn Connection>>> {
        Box::pin(async move {
            let connection = match self.pool.try_take() {
                Some(lease) => PooledConnection::new(lease),
                None => Box::pin(self.take()).await?,
            };
            Ok(Box::new(connection) as Box<dyn Connection>)
        })
    }

    fn run(&self, request: Request) -> BoxFuture<'_, Result<Outcome>> {
        Box::pin(async move { self.start(request).outcome().await })
    }

    fn start(&self, request: Request) -> Started<'_> {
        let Some(lease) = self.pool.try_take() else {
            return Started::Running(Box::pin(async move {
                let mut connection = self.take().await?;
                connection.start(request).outcome().await
            }));
        };
        let mut connection = PooledConnection::new(lease);
        match connection.try_execute(request) {
            Ok(outcome) => Started::Over(outcome),
            Err(rest) => Started::Running(Box::pin(async move { connection.go_on(rest).await })),
        }
    }

    fn close(&self) -> BoxFuture<'_, ()> {
        Box::pin(async move {
            self.pool.close().await;
            if let Some(native) = self.native.get() {
                native.close().await;
            }
        })
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

/// Opens connections of its own, with the pool's options, and keeps the pool, so that an in-memory database lives.
impl IntoDriver<SqliteDriver> for SqlitePool {
    fn into_driver(self) -> SqliteDriver {
        let options = self.connect_options().as_ref().clone();
        let connections = usize::try_from(self.options().get_max_connections()).unwrap_or(1);
        let mut limits = Limits::new(connections.max(1));
        limits.acquire_timeout = self.options().get_acquire_timeout();
        let refusal = is_private(&options).then_some(
            "each connection of this pool is an in-memory database of its own; open it as `sqlite::memory:`, which \
             connections share",
        );
        SqliteDriver {
            // What the options say about a disk is not known, so writes are taken to wait for one.
            pool: Pool::over(options, Vec::new(), limits, false),
            native: OnceLock::from(self),
            refusal,
        }
    }
}

/// Whether another connection with the same options would be another database.
fn is_private(options: &SqliteConnectOptions) -> bool {
    // sqlx tells these two only here: the way over `to_url_lossy` panics on names like `:memory:`.
    let shown = format!("{options:?}");
    let (in_memory, shared) = (shown.contains("in_memory: true"), shown.contains("shared_cache: true"));
    let unnamed = options.get_filename() == Path::new(":memory:") || options.get_filename() == Path::new("");
    unnamed || (in_memory && !shared)
}
