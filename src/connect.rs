//! `connect`: which driver a URL means. The only file that names drivers.
use orm_core::{Db, Error, ErrorKind, Result};

/// The drivers that are compiled in, by the scheme of their URLs.
const SCHEMES: &[&str] = &[
    #[cfg(feature = "sqlite")]
    "sqlite",
];

/// Connects to the database that a URL names: `sqlite::memory:`, `sqlite:path/to/file.db`.
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
    match scheme {
        #[cfg(feature = "sqlite")]
        "sqlite" => Ok(Db::from(orm_sqlite::SqliteDriver::connect(url).await?)),
        _ => Err(unknown(scheme)),
    }
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
    SCHEMES.iter().map(|scheme| format!("`{scheme}:`")).collect::<Vec<_>>().join(", ")
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
