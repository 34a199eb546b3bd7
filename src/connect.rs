//! `connect`: which driver a URL means. The only file that names drivers.
use orm_core::driver::BoxFuture;
use orm_core::{Db, Error, ErrorKind, Result};

type Opening<'u> = BoxFuture<'u, Result<Db>>;

/// The drivers that are compiled in, by the scheme of their URLs: a further database is a further line.
const DRIVERS: &[(&str, fn(&str) -> Opening<'_>)] = &[
    #[cfg(feature = "sqlite")]
    ("sqlite", |url| Box::pin(async { orm_sqlite::SqliteDriver::connect(url).await.map(Db::from) })),
    #[cfg(feature = "postgres")]
    ("postgres", |url| Box::pin(async { orm_postgres::PostgresDriver::connect(url).await.map(Db::from) })),
    #[cfg(feature = "postgres")]
    ("postgresql", |url| Box::pin(async { orm_postgres::PostgresDriver::connect(url).await.map(Db::from) })),
];

/// Connects to the database that a URL names: `sqlite::memory:`, `sqlite:path/to/file.db`,
/// `postgres://user:password@host/database`.
///
/// # Errors
///
/// [`Configuration`](ErrorKind::Configuration) if no driver understands the URL, [`Connect`](ErrorKind::Connect) if the
/// database cannot be opened.
///
/// # Examples
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> orm::Result<()> {
/// let db = orm::connect("sqlite::memory:").await?;
/// assert_eq!(orm::sql("SELECT 1 + 1").fetch_scalars::<i64>(&db).await?, [2]);
///
/// let error = orm::connect("oracle://server").await.unwrap_err();
/// assert_eq!(error.kind(), orm::ErrorKind::Configuration);
/// # Ok(())
/// # }
/// ```
pub async fn connect(url: &str) -> Result<Db> {
    let Some((scheme, _)) = url.split_once(':') else {
        return Err(no_url());
    };
    let driver = DRIVERS.iter().find(|(known, _)| *known == scheme);
    let (_, open) = driver.ok_or_else(|| unknown(scheme))?;
    open(url).await
}

/// Neither message shows the rest of a URL: it may hold a password.
fn unknown(scheme: &str) -> Error {
    let message = format!(
        "no driver for database URLs that begin with `{scheme}:`; compiled in: {}; others are cargo features of `orm`",
        known()
    );
    Error::new(ErrorKind::Configuration, message)
}

fn no_url() -> Error {
    let message = format!(
        "a database URL begins with the name of a database and a colon, a path alone is none; compiled in: {}",
        known()
    );
    Error::new(ErrorKind::Configuration, message)
}

fn known() -> String {
    DRIVERS.iter().map(|(scheme, _)| format!("`{scheme}:`")).collect::<Vec<_>>().join(", ")
}

/// The way from a [`Db`] to sqlx's pool over the same SQLite database.
#[cfg(feature = "sqlite")]
pub trait SqliteDb {
    /// A pool of sqlx over the same database; `None` if it is no SQLite database.
    fn sqlite_pool(&self) -> Option<orm_sqlite::SqlitePool>;
}

#[cfg(feature = "sqlite")]
impl SqliteDb for Db {
    fn sqlite_pool(&self) -> Option<orm_sqlite::SqlitePool> {
        self.driver_as::<orm_sqlite::SqliteDriver>().map(orm_sqlite::SqliteDriver::pool)
    }
}

/// The way from a [`Db`] to sqlx's pool over the same PostgreSQL database.
#[cfg(feature = "postgres")]
pub trait PostgresDb {
    /// A pool of sqlx over the same database; `None` if it is no PostgreSQL database.
    fn postgres_pool(&self) -> Option<orm_postgres::PgPool>;
}

#[cfg(feature = "postgres")]
impl PostgresDb for Db {
    fn postgres_pool(&self) -> Option<orm_postgres::PgPool> {
        self.driver_as::<orm_postgres::PostgresDriver>().map(orm_postgres::PostgresDriver::pool)
    }
}
