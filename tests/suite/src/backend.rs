//! The databases that cases run over, and how a case gets an empty one.
use orm::Db;

/// A kind of database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Backend {
    /// SQLite in memory.
    SqliteMemory,
    /// SQLite in a file.
    SqliteFile,
}

/// Every kind that is compiled in.
pub const ALL: &[Backend] = &[Backend::SqliteMemory, Backend::SqliteFile];

/// What keeps a database in being while a case runs.
#[derive(Debug)]
pub struct Keeper(#[expect(dead_code, reason = "it is kept for its drop")] Option<tempfile::TempDir>);

impl Backend {
    /// The name that a case's name begins with.
    pub fn name(self) -> &'static str {
        match self {
            Self::SqliteMemory => "sqlite_memory",
            Self::SqliteFile => "sqlite_file",
        }
    }

    /// Whether a transaction that wrote leaves others reading, and one that read leaves others writing. SQLite's memory
    /// has no log beside the database, so one waits for the other there.
    pub fn reads_beside_writer(self) -> bool {
        !matches!(self, Self::SqliteMemory)
    }

    /// An empty database.
    pub async fn create(self) -> orm::Result<(Db, Keeper)> {
        match self {
            Self::SqliteMemory => Ok((orm::connect("sqlite::memory:").await?, Keeper(None))),
            Self::SqliteFile => {
                let directory = tempfile::tempdir().expect("a temporary directory can be made");
                let url = format!("sqlite:{}", directory.path().join("case.db").display());
                Ok((orm::connect(&url).await?, Keeper(Some(directory))))
            }
        }
    }
}
