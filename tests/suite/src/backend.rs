//! The databases that cases run over, and how a case gets an empty one.
use orm::Db;
use orm_test_server::{Database, Server};

/// A kind of database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Backend {
    /// SQLite in memory.
    SqliteMemory,
    /// SQLite in a file.
    SqliteFile,
    /// PostgreSQL, on a server of the tests' own.
    Postgres,
}

/// Every kind that is compiled in.
pub const ALL: [Backend; 3] = [Backend::SqliteMemory, Backend::SqliteFile, Backend::Postgres];

/// What keeps a database in being while a case runs.
#[derive(Debug)]
pub enum Keeper {
    /// Nothing is left behind.
    Nothing,
    /// A directory, removed afterwards.
    Directory(tempfile::TempDir),
    /// A database, dropped afterwards.
    Database(Database),
}

impl Backend {
    /// The name that a case's name begins with.
    pub fn name(self) -> &'static str {
        match self {
            Self::SqliteMemory => "sqlite_memory",
            Self::SqliteFile => "sqlite_file",
            Self::Postgres => "postgres",
        }
    }

    /// Whether it is there.
    ///
    /// # Errors
    ///
    /// One sentence that says what to install.
    pub fn check(self) -> Result<(), &'static str> {
        match self {
            Self::Postgres => Server::shared().map(drop),
            _ => Ok(()),
        }
    }

    /// Whether a transaction that wrote leaves others reading, and one that read leaves others writing. SQLite's memory
    /// has no log beside the database, so one waits for the other there.
    pub fn reads_beside_writer(self) -> bool {
        !matches!(self, Self::SqliteMemory)
    }

    /// An empty database with a second schema, or a second database that is attached under this name.
    pub async fn create_beside(self, schema: &str) -> orm::Result<(Db, Keeper)> {
        match self {
            Self::SqliteMemory => {
                let url = format!("sqlite::memory:?attach={schema}::memory:");
                Ok((orm::connect(&url).await?, Keeper::Nothing))
            }
            Self::SqliteFile => {
                let directory = tempfile::tempdir().expect("a temporary directory can be made");
                let path = |name: &str| directory.path().join(name).display().to_string();
                let url = format!("sqlite:{}?attach={schema}:{}", path("case.db"), path("beside.db"));
                Ok((orm::connect(&url).await?, Keeper::Directory(directory)))
            }
            Self::Postgres => {
                let (db, keeper) = self.create().await?;
                orm::sql(format!("CREATE SCHEMA {schema}")).execute(&db).await?;
                Ok((db, keeper))
            }
        }
    }

    /// An empty database.
    pub async fn create(self) -> orm::Result<(Db, Keeper)> {
        self.create_with("").await
    }

    /// An empty database, opened with an option that every URL can have, such as `busy_timeout=50`.
    pub async fn create_with(self, option: &str) -> orm::Result<(Db, Keeper)> {
        let (url, keeper) = self.create_url(option).await;
        Ok((orm::connect(&url).await?, keeper))
    }

    /// The URL of an empty database, with such an option.
    pub async fn create_url(self, option: &str) -> (String, Keeper) {
        match self {
            Self::SqliteMemory => (format!("sqlite::memory:?{option}"), Keeper::Nothing),
            Self::SqliteFile => {
                let directory = tempfile::tempdir().expect("a temporary directory can be made");
                let file = directory.path().join("case.db");
                (format!("sqlite:{}?{option}", file.display()), Keeper::Directory(directory))
            }
            Self::Postgres => {
                let server = Server::shared().expect("cases of a database that is not there are ignored");
                let database = Database::create(server).await;
                (database.url(option), Keeper::Database(database))
            }
        }
    }
}

/// What cases run in.
///
/// # Errors
///
/// If the system gives no threads.
pub fn runtime() -> std::io::Result<tokio::runtime::Runtime> {
    tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()
}
