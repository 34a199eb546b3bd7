//! The driver: hands out connections, and knows the ways to and from sqlx's pool.
use std::any::Any;
use std::sync::{Arc, OnceLock};

use orm_core::driver::{BoxFuture, Connection, Driver, IntoDriver, Outcome, Request};
use orm_core::{Dialect, Result};
use sqlx::postgres::PgPoolOptions;
use sqlx::{ConnectOptions as _, PgPool};

use crate::connection::PooledConnection;
use crate::dialect::PostgresDialect;
use crate::options::{Limits, PostgresOptions};
use crate::pool::Pool;

/// A PostgreSQL database.
///
/// # Examples
///
/// ```no_run
/// use orm_postgres::PostgresDriver;
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> orm_core::Result<()> {
/// let driver = PostgresDriver::connect("postgres://ada:secret@localhost/shop?pool=4").await?;
/// # let _ = driver;
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct PostgresDriver {
    pool: Arc<Pool>,
    native: OnceLock<PgPool>,
}

impl PostgresDriver {
    /// Connects to the database that a URL names; [`PostgresOptions::from_url`] lists what it can say.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Configuration`](orm_core::ErrorKind::Configuration) if the URL is not understood,
    /// [`ErrorKind::Connect`](orm_core::ErrorKind::Connect) if the server cannot be reached or does not let the user in.
    pub async fn connect(url: &str) -> Result<Self> {
        Self::open(PostgresOptions::from_url(url)?).await
    }

    /// Connects to a database.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Connect`](orm_core::ErrorKind::Connect) if the server cannot be reached or does not let the user in.
    pub async fn open(options: PostgresOptions) -> Result<Self> {
        let driver =
            Self { pool: Pool::new(options.to_sqlx(), options.limits.clone()), native: OnceLock::new() };
        // Whatever is wrong with the way to the server shows here, and not with the first statement.
        drop(driver.pool.take().await?);
        Ok(driver)
    }

    /// A pool of sqlx over the same database, for what this library has no word for.
    ///
    /// It is made at the first call, and has connections of its own, up to as many again. Over a pool that came from
    /// [`IntoDriver`], it is that pool.
    #[must_use]
    pub fn pool(&self) -> PgPool {
        let make = || {
            let connections = u32::try_from(self.pool.limits().max_connections).unwrap_or(u32::MAX);
            PgPoolOptions::new()
                .max_connections(connections)
                .acquire_timeout(self.pool.limits().acquire_timeout)
                .connect_lazy_with(self.pool.connect_options().clone())
        };
        self.native.get_or_init(make).clone()
    }
}

impl Driver for PostgresDriver {
    fn dialect(&self) -> &'static dyn Dialect {
        &PostgresDialect
    }

    fn acquire(&self) -> BoxFuture<'_, Result<Box<dyn Connection>>> {
        Box::pin(async move {
            let lease = match self.pool.try_take() {
                Some(lease) => lease,
                None => Box::pin(self.pool.take()).await?,
            };
            Ok(Box::new(PooledConnection(lease)) as Box<dyn Connection>)
        })
    }

    fn run(&self, request: Request) -> BoxFuture<'_, Result<Outcome>> {
        Box::pin(async move {
            let mut lease = match self.pool.try_take() {
                Some(lease) => lease,
                None => Box::pin(self.pool.take()).await?,
            };
            lease.session()?.run(request).await
        })
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

/// Opens connections of its own, with the pool's options and up to as many again, and keeps the pool.
impl IntoDriver<PostgresDriver> for PgPool {
    fn into_driver(self) -> PostgresDriver {
        let native = self.connect_options();
        let mut limits = Limits::new();
        limits.max_connections = usize::try_from(self.options().get_max_connections()).unwrap_or(1).max(1);
        limits.acquire_timeout = self.options().get_acquire_timeout();
        // A program that goes through a pooler has said so here, and sqlx tells it nowhere else.
        let url = native.to_url_lossy();
        let cache = url.query_pairs().find(|(name, _)| name == "statement-cache-capacity");
        if let Some(capacity) = cache.and_then(|(_, value)| value.parse().ok()) {
            limits.statement_cache = capacity;
        }
        let options = PostgresOptions::with_limits(native.as_ref().clone(), limits.clone());
        PostgresDriver { pool: Pool::new(options.to_sqlx(), limits), native: OnceLock::from(self) }
    }
}
