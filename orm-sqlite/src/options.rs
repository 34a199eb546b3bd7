//! How a database is opened: the options, and the URL that spells them.
use std::path::{Path, PathBuf};
use std::str::FromStr as _;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use orm_core::driver::url::{bad_value, configuration, milliseconds, number, unknown_option};
use orm_core::{Error, ErrorKind, Result};
use sqlx::ConnectOptions as _;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};

/// What may be done to the database's file.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Access {
    /// Reading and writing; a file that is missing is created.
    #[default]
    Create,
    /// Reading and writing; a file that is missing is an error.
    ReadWrite,
    /// Reading.
    ReadOnly,
}

/// When a commit is safe.
///
/// Whatever is chosen, nothing that was committed is lost when the program crashes, and no file is damaged by `Full` and
/// `Normal`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Durability {
    /// A commit waits for the disk: what was acknowledged survives a loss of power.
    #[default]
    Full,
    /// A loss of power may take the last commits back; several times faster.
    Normal,
    /// The operating system writes when it likes: a loss of power may damage the file.
    Off,
}

/// Numbers and times of a pool.
#[derive(Debug, Clone)]
pub(crate) struct Limits {
    pub(crate) max_connections: usize,
    pub(crate) statement_cache: usize,
    pub(crate) acquire_timeout: Duration,
    pub(crate) busy_timeout: Duration,
}

impl Limits {
    pub(crate) fn new(max_connections: usize) -> Self {
        Self {
            max_connections,
            statement_cache: 128,
            acquire_timeout: Duration::from_secs(30),
            busy_timeout: Duration::from_secs(5),
        }
    }
}

/// How to open a database.
///
/// Foreign keys are enforced, and a file is in WAL mode, so that reading and writing do not wait for each other.
///
/// # Examples
///
/// ```
/// use orm_sqlite::{Durability, SqliteOptions};
///
/// let options = SqliteOptions::file("shop.db").max_connections(4).durability(Durability::Normal);
/// assert!(SqliteOptions::from_url("sqlite:shop.db?pool=4&synchronous=normal").is_ok());
/// assert!(SqliteOptions::from_url("sqlite:shop.db?pol=4").is_err());
/// # let _ = options;
/// ```
#[derive(Debug, Clone)]
#[must_use]
pub struct SqliteOptions {
    place: Place,
    access: Access,
    durability: Durability,
    attached: Vec<Attached>,
    /// The name that connections find attached databases in memory by.
    beside: String,
    pub(crate) limits: Limits,
}

#[derive(Debug, Clone)]
enum Place {
    File(PathBuf),
    /// The name that connections find the database by.
    Memory(String),
}

/// A database beside the one that is opened.
#[derive(Debug, Clone)]
struct Attached {
    schema: String,
    path: PathBuf,
}

impl Attached {
    fn is_in_memory(&self) -> bool {
        self.path == Path::new(":memory:")
    }
}

/// A name for memory that nobody else has.
fn fresh_name() -> String {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    format!("/orm-{}", NEXT.fetch_add(1, Ordering::Relaxed))
}

/// Connections to a file: readers run side by side, and each costs a thread that sleeps.
const FILE_CONNECTIONS: usize = 10;

/// Connections to memory, where a writer keeps all readers out.
const MEMORY_CONNECTIONS: usize = 4;

impl SqliteOptions {
    /// A database in a file.
    pub fn file(path: impl Into<PathBuf>) -> Self {
        Self::new(Place::File(path.into()), FILE_CONNECTIONS)
    }

    /// A database in memory, which nobody else sees, and which goes with its driver.
    pub fn memory() -> Self {
        Self::new(Place::Memory(fresh_name()), MEMORY_CONNECTIONS)
    }

    /// A database in memory that all drivers of this program share which use the same name.
    pub fn shared_memory(name: &str) -> Self {
        Self::new(Place::Memory(format!("/orm-shared-{name}")), MEMORY_CONNECTIONS)
    }

    fn new(place: Place, connections: usize) -> Self {
        Self {
            place,
            access: Access::default(),
            durability: Durability::default(),
            attached: Vec::new(),
            beside: fresh_name(),
            limits: Limits::new(connections),
        }
    }

    /// What a URL says: `sqlite::memory:`, `sqlite:path.db`, `sqlite://path.db`, `sqlite:///absolute/path.db`.
    ///
    /// | option | value | default |
    /// |---|---|---|
    /// | `mode` | `rwc` (create the file), `rw`, `ro`, `memory` (named, shared in this program) | `rwc` |
    /// | `pool` | the largest number of connections | 10, in memory 4 |
    /// | `busy_timeout` | milliseconds to wait for a lock | 5000 |
    /// | `acquire_timeout` | milliseconds to wait for a connection | 30000 |
    /// | `attach` | another database as a schema, `archive:archive.db`: see [`attach`](Self::attach) | |
    /// | `synchronous` | `full`, `normal`, `off`: see [`Durability`] | `full` |
    /// | `statement_cache` | prepared statements that a connection keeps | 128 |
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Configuration`] if the URL is of another scheme, or has an option or value that is not known.
    pub fn from_url(url: &str) -> Result<Self> {
        let Some(rest) = url.strip_prefix("sqlite:") else {
            return Err(configuration(format!("`{url}` is no URL of SQLite; it begins with `sqlite:`")));
        };
        let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
        let path = path.strip_prefix("//").unwrap_or(path);
        let options = query.split('&').filter(|option| !option.is_empty());
        let in_memory = options.clone().any(|option| option == "mode=memory");
        let mut result = match path {
            ":memory:" => Self::memory(),
            "" if in_memory => Self::memory(),
            "" => {
                return Err(configuration("the URL names no file; `sqlite::memory:` needs none".to_owned()));
            }
            name if in_memory => Self::shared_memory(name),
            path => Self::file(decode(path)?),
        };
        for option in options {
            let (name, value) = option.split_once('=').unwrap_or((option, ""));
            result.set(name, value)?;
        }
        Ok(result)
    }

    fn set(&mut self, name: &str, value: &str) -> Result<()> {
        match name {
            "mode" => match value {
                "rwc" => self.access = Access::Create,
                "rw" => self.access = Access::ReadWrite,
                "ro" => self.access = Access::ReadOnly,
                "memory" => {}
                _ => return Err(bad_value(name, value, "`rwc`, `rw`, `ro` or `memory`")),
            },
            "synchronous" => match value {
                "full" => self.durability = Durability::Full,
                "normal" => self.durability = Durability::Normal,
                "off" => self.durability = Durability::Off,
                _ => return Err(bad_value(name, value, "`full`, `normal` or `off`")),
            },
            "attach" => {
                let (schema, path) = value
                    .split_once(':')
                    .filter(|(schema, path)| !schema.is_empty() && !path.is_empty())
                    .ok_or_else(|| bad_value(name, value, "a name and a path: `archive:archive.db`"))?;
                self.attached.push(Attached { schema: schema.to_owned(), path: decode(path)? });
            }
            "pool" => self.limits.max_connections = number(name, value, 1..=MOST_CONNECTIONS)?,
            "statement_cache" => self.limits.statement_cache = number(name, value, 0..=MOST_STATEMENTS)?,
            "busy_timeout" => self.limits.busy_timeout = milliseconds(name, value)?,
            "acquire_timeout" => self.limits.acquire_timeout = milliseconds(name, value)?,
            _ => return Err(unknown_option(name, &OPTIONS)),
        }
        Ok(())
    }

    /// Attaches another database under a name, which models say as `#[model(schema = "archive")]`; `:memory:` is one
    /// that lives as long as this driver. Every connection attaches it. A foreign key cannot leave its database, and a
    /// transaction over two files may lose its part in one of them when the power fails.
    ///
    /// # Examples
    ///
    /// ```
    /// use orm_sqlite::SqliteOptions;
    ///
    /// let options = SqliteOptions::file("shop.db").attach("archive", "archive.db");
    /// assert!(SqliteOptions::from_url("sqlite:shop.db?attach=archive:archive.db").is_ok());
    /// assert!(SqliteOptions::from_url("sqlite:shop.db?attach=archive.db").is_err());
    /// # let _ = options;
    /// ```
    pub fn attach(mut self, schema: impl Into<String>, path: impl Into<PathBuf>) -> Self {
        self.attached.push(Attached { schema: schema.into(), path: path.into() });
        self
    }

    /// Sets what may be done to the file.
    pub fn access(mut self, access: Access) -> Self {
        self.access = access;
        self
    }

    /// Sets when a commit is safe.
    pub fn durability(mut self, durability: Durability) -> Self {
        self.durability = durability;
        self
    }

    /// Sets the largest number of connections; at least 1.
    pub fn max_connections(mut self, connections: usize) -> Self {
        self.limits.max_connections = connections.clamp(1, MOST_CONNECTIONS);
        self
    }

    /// Sets how long a statement waits for the lock of another connection.
    pub fn busy_timeout(mut self, timeout: Duration) -> Self {
        self.limits.busy_timeout = timeout;
        self
    }

    /// Sets how long to wait for a connection when all are out.
    pub fn acquire_timeout(mut self, timeout: Duration) -> Self {
        self.limits.acquire_timeout = timeout;
        self
    }

    /// Sets how many prepared statements a connection keeps; 0 keeps none.
    pub fn statement_cache(mut self, statements: usize) -> Self {
        self.limits.statement_cache = statements;
        self
    }

    /// Whether something lives in memory, and so no longer than a connection.
    pub(crate) fn needs_anchor(&self) -> bool {
        self.is_in_memory() || self.attached.iter().any(Attached::is_in_memory)
    }

    /// What a new connection runs to attach databases.
    pub(crate) fn attachments(&self) -> Vec<String> {
        let mut statements = Vec::new();
        for (nth, attached) in self.attached.iter().enumerate() {
            let schema = attached.schema.replace('"', "\"\"");
            if attached.is_in_memory() {
                let name = &self.beside;
                statements.push(format!("ATTACH 'file:{name}-{nth}?vfs=memdb' AS \"{schema}\""));
                continue;
            }
            let path = attached.path.to_string_lossy().replace('\'', "''");
            statements.push(format!("ATTACH '{path}' AS \"{schema}\""));
            if self.access != Access::ReadOnly {
                statements.push(format!("PRAGMA \"{schema}\".journal_mode = WAL"));
            }
        }
        statements
    }

    pub(crate) fn is_in_memory(&self) -> bool {
        matches!(self.place, Place::Memory(_))
    }

    /// The same for sqlx, which opens and configures the connections.
    pub(crate) fn to_sqlx(&self) -> SqliteConnectOptions {
        let options = SqliteConnectOptions::new()
            .foreign_keys(true)
            .disable_statement_logging()
            .busy_timeout(self.limits.busy_timeout.min(Duration::from_secs(60)));
        match &self.place {
            // Not a shared cache, which locks whole tables and is slower: this VFS shares memory as files are shared.
            // It journals to memory by itself; a pragma that says so would wait for a writer while it opens.
            Place::Memory(name) => options.filename(name).vfs("memdb").create_if_missing(true),
            Place::File(path) => self.file_options(options.filename(path)),
        }
    }

    fn file_options(&self, options: SqliteConnectOptions) -> SqliteConnectOptions {
        if self.access == Access::ReadOnly {
            // The journal mode is the file's; setting it would be a write.
            return options.read_only(true);
        }
        options
            .create_if_missing(self.access == Access::Create)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(match self.durability {
                Durability::Full => SqliteSynchronous::Full,
                Durability::Normal => SqliteSynchronous::Normal,
                Durability::Off => SqliteSynchronous::Off,
            })
    }
}

/// More would be threads that wait for each other's locks.
const MOST_CONNECTIONS: usize = 1_000;

/// More would be memory for texts that hardly come again.
const MOST_STATEMENTS: usize = 1_000;

/// Every option that a URL can have.
const OPTIONS: [&str; 7] =
    ["mode", "pool", "busy_timeout", "acquire_timeout", "synchronous", "statement_cache", "attach"];

/// Decodes `%20` and the like as sqlx does, so that one URL means one file.
fn decode(path: &str) -> Result<PathBuf> {
    match SqliteConnectOptions::from_str(path) {
        Ok(options) => Ok(Path::to_owned(options.get_filename())),
        Err(error) => Err(Error::driver(ErrorKind::Configuration, error)
            .with_message(format!("the URL's path `{path}` is not UTF-8 once its `%` escapes are decoded"))),
    }
}
