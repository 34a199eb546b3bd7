//! How to reach a database: the options, and the URL that spells them.
use std::fmt;
use std::str::FromStr as _;
use std::time::Duration;

use orm_core::driver::url::{configuration, milliseconds, number, unknown_option};
use orm_core::{Error, ErrorKind, Result};
use sqlx::ConnectOptions as _;
use sqlx::postgres::PgConnectOptions;

use crate::error::place;

/// Numbers and times of a pool.
#[derive(Debug, Clone)]
pub(crate) struct Limits {
    pub(crate) max_connections: usize,
    pub(crate) statement_cache: usize,
    pub(crate) acquire_timeout: Duration,
    pub(crate) idle_timeout: Duration,
}

impl Limits {
    pub(crate) fn new() -> Self {
        Self {
            max_connections: 10,
            statement_cache: 256,
            acquire_timeout: Duration::from_secs(30),
            idle_timeout: Duration::from_secs(600),
        }
    }
}

/// How to reach a database.
///
/// # Examples
///
/// ```
/// use orm_postgres::PostgresOptions;
///
/// let options = PostgresOptions::from_url("postgres://ada:secret@localhost/shop?pool=4")?;
/// assert!(!format!("{options:?}").contains("secret"));
///
/// let error = PostgresOptions::from_url("postgres://localhost/shop?pol=4").unwrap_err();
/// assert!(error.message().contains("did you mean `pool`?"));
/// # Ok::<(), orm_core::Error>(())
/// ```
#[derive(Clone)]
#[must_use]
pub struct PostgresOptions {
    connect: PgConnectOptions,
    pub(crate) limits: Limits,
}

/// Leaves the password out, which sqlx's own form shows.
impl fmt::Debug for PostgresOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PostgresOptions")
            .field("server", &place(&self.connect))
            .field("database", &self.connect.get_database())
            .field("limits", &self.limits)
            .finish_non_exhaustive()
    }
}

impl PostgresOptions {
    /// A database that is reached as sqlx's options say.
    pub fn new(connect: PgConnectOptions) -> Self {
        Self::with_limits(connect, Limits::new())
    }

    pub(crate) fn with_limits(connect: PgConnectOptions, limits: Limits) -> Self {
        Self { connect, limits }
    }

    /// What a URL says: `postgres://user:password@host:port/database`, a socket's directory as `?host=/run/postgresql`.
    ///
    /// | option | value | default |
    /// |---|---|---|
    /// | `pool` | the largest number of connections | 10 |
    /// | `acquire_timeout` | milliseconds to wait for a connection, or for the server to return | 30000 |
    /// | `busy_timeout` | milliseconds to wait for a lock; 0 waits for ever | the server's `lock_timeout` |
    /// | `idle_timeout` | milliseconds after which a connection that nobody needs is closed | 600000 |
    /// | `statement_cache` | prepared statements that a connection keeps; 0 for PgBouncer in transaction mode | 256 |
    ///
    /// and those of libpq: `sslmode`, `sslrootcert`, `sslcert`, `sslkey`, `host`, `hostaddr`, `port`, `dbname`, `user`,
    /// `password`, `application_name`, `options`, and `options[name]` for a setting of the server. What the URL leaves
    /// out is taken from `PGHOST` and the like, and from the password file.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Configuration`] if the URL is of another scheme, or has an option or value that is not known.
    pub fn from_url(url: &str) -> Result<Self> {
        if !url.starts_with("postgres://") && !url.starts_with("postgresql://") {
            let message = "this is no URL of PostgreSQL; it begins with `postgres://` or `postgresql://`";
            return Err(configuration(message.to_owned()));
        }
        let (base, query) = url.split_once('?').unwrap_or((url, ""));
        let (own, native): (Vec<&str>, Vec<&str>) = query
            .split('&')
            .filter(|option| !option.is_empty())
            .partition(|option| OPTIONS.contains(&name_of(option)));
        if let Some(option) = native.iter().find(|option| !is_native(name_of(option))) {
            return Err(unknown(name_of(option)));
        }
        let connect =
            PgConnectOptions::from_str(&format!("{base}?{}", native.join("&"))).map_err(|error| {
                let message = format!("the database URL is not understood: {error}");
                Error::driver(ErrorKind::Configuration, error).with_message(message)
            })?;
        let mut result = Self::new(connect);
        for option in own {
            let (name, value) = option.split_once('=').unwrap_or((option, ""));
            result = result.with(name, value)?;
        }
        Ok(result)
    }

    fn with(mut self, name: &str, value: &str) -> Result<Self> {
        match name {
            "pool" => self.limits.max_connections = number(name, value, 1..=MOST_CONNECTIONS)?,
            "statement_cache" => self.limits.statement_cache = number(name, value, 0..=MOST_STATEMENTS)?,
            "acquire_timeout" => self.limits.acquire_timeout = milliseconds(name, value)?,
            "idle_timeout" => self.limits.idle_timeout = milliseconds(name, value)?,
            "busy_timeout" => return Ok(self.busy_timeout(milliseconds(name, value)?)),
            _ => return Err(unknown(name)),
        }
        Ok(self)
    }

    /// Sets the largest number of connections; at least 1.
    pub fn max_connections(mut self, connections: usize) -> Self {
        self.limits.max_connections = connections.clamp(1, MOST_CONNECTIONS);
        self
    }

    /// Sets how long to wait for a connection when all are out, and for a server that is away.
    pub fn acquire_timeout(mut self, timeout: Duration) -> Self {
        self.limits.acquire_timeout = timeout;
        self
    }

    /// Sets after how long a connection that nobody needs is closed.
    pub fn idle_timeout(mut self, timeout: Duration) -> Self {
        self.limits.idle_timeout = timeout;
        self
    }

    /// Sets how long a statement waits for the lock of another connection.
    ///
    /// It becomes the server's `lock_timeout`, as a startup option, which poolers in between may not pass on.
    pub fn busy_timeout(mut self, timeout: Duration) -> Self {
        self.connect = self.connect.options([("lock_timeout", timeout.as_millis().to_string())]);
        self
    }

    /// Sets how many prepared statements a connection keeps.
    ///
    /// With 0, nothing is left on the server between transactions: that is what poolers in transaction mode, such as
    /// PgBouncer, need. A statement outside a transaction becomes a transaction of its own then, because it takes two
    /// round trips, which a pooler might send to different servers; it costs two more.
    pub fn statement_cache(mut self, statements: usize) -> Self {
        self.limits.statement_cache = statements;
        self
    }

    /// The same for sqlx, which opens the connections.
    pub(crate) fn to_sqlx(&self) -> PgConnectOptions {
        self.connect
            .clone()
            .statement_cache_capacity(self.limits.statement_cache)
            // It concerns floats as text, which are never asked for, and PgBouncer refuses it.
            .extra_float_digits(None)
            .disable_statement_logging()
    }
}

/// More than any server takes.
const MOST_CONNECTIONS: usize = 10_000;

/// More would be memory of the server for texts that hardly come again.
const MOST_STATEMENTS: usize = 10_000;

/// This driver's own options.
const OPTIONS: [&str; 5] = ["pool", "acquire_timeout", "busy_timeout", "idle_timeout", "statement_cache"];

/// What sqlx understands, in libpq's words.
const NATIVE: [&str; 12] = [
    "sslmode",
    "sslrootcert",
    "sslcert",
    "sslkey",
    "host",
    "hostaddr",
    "port",
    "dbname",
    "user",
    "password",
    "application_name",
    "options",
];

fn name_of(option: &str) -> &str {
    option.split('=').next().unwrap_or(option)
}

fn is_native(name: &str) -> bool {
    NATIVE.contains(&name) || name.starts_with("options[") || name.starts_with("options%5B")
}

/// An option that neither this driver nor sqlx knows.
fn unknown(name: &str) -> Error {
    unknown_option(name, &[&OPTIONS[..], &NATIVE].concat())
}
