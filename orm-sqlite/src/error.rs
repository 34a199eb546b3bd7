//! SQLite's result codes as errors that a caller can act on.
use std::fmt;
use std::path::Path;

use libsqlite3_sys as ffi;
use orm_core::{Constraint, Error, ErrorKind};

/// An error as SQLite reports it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SqliteError {
    code: i32,
    message: String,
}

impl SqliteError {
    pub(crate) fn new(code: i32, message: String) -> Self {
        Self { code, message }
    }

    /// The primary result code, such as 19 for a constraint.
    #[must_use]
    pub fn code(&self) -> i32 {
        self.code & 0xff
    }

    /// The extended result code, such as 2067 for a unique constraint.
    #[must_use]
    pub fn extended_code(&self) -> i32 {
        self.code
    }

    /// SQLite's own message.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    /// Whether waiting may help: another connection holds a lock that it will let go.
    pub(crate) fn is_busy(&self) -> bool {
        // A snapshot that is out of date stays so, and a lock of our own connection is not released by waiting.
        (self.code() == ffi::SQLITE_BUSY && self.code != ffi::SQLITE_BUSY_SNAPSHOT)
            || self.code == ffi::SQLITE_LOCKED_SHAREDCACHE
    }

    pub(crate) fn is_interrupt(&self) -> bool {
        self.code() == ffi::SQLITE_INTERRUPT
    }
}

impl fmt::Display for SqliteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for SqliteError {}

/// Gives the error its kind, its constraint and a message that says the way out.
#[cold]
pub(crate) fn from_native(native: SqliteError) -> Error {
    let kind = kind(&native);
    let constraint = constraint(kind, &native.message);
    let message = message(kind, &native);
    let mut error = Error::driver(kind, native);
    if let Some(constraint) = constraint {
        error = error.with_constraint(constraint);
    }
    match message {
        Some(message) => error.with_message(message),
        None => error,
    }
}

fn kind(native: &SqliteError) -> ErrorKind {
    match native.code {
        ffi::SQLITE_CONSTRAINT_UNIQUE | ffi::SQLITE_CONSTRAINT_PRIMARYKEY | ffi::SQLITE_CONSTRAINT_ROWID => {
            return ErrorKind::UniqueViolation;
        }
        ffi::SQLITE_CONSTRAINT_FOREIGNKEY => return ErrorKind::ForeignKeyViolation,
        // RESTRICT is a trigger inside SQLite; a trigger of the user's has a message of its own.
        ffi::SQLITE_CONSTRAINT_TRIGGER if native.message == "FOREIGN KEY constraint failed" => {
            return ErrorKind::ForeignKeyViolation;
        }
        ffi::SQLITE_CONSTRAINT_NOTNULL => return ErrorKind::NotNullViolation,
        ffi::SQLITE_CONSTRAINT_CHECK => return ErrorKind::CheckViolation,
        ffi::SQLITE_CONSTRAINT_DATATYPE => return ErrorKind::InvalidInput,
        ffi::SQLITE_BUSY_SNAPSHOT => return ErrorKind::Serialization,
        _ => {}
    }
    match native.code() {
        ffi::SQLITE_BUSY | ffi::SQLITE_LOCKED => ErrorKind::Busy,
        ffi::SQLITE_FULL => ErrorKind::StorageFull,
        ffi::SQLITE_READONLY => ErrorKind::ReadOnly,
        ffi::SQLITE_CORRUPT | ffi::SQLITE_NOTADB => ErrorKind::Corrupt,
        ffi::SQLITE_CANTOPEN => ErrorKind::Connect,
        ffi::SQLITE_TOOBIG | ffi::SQLITE_MISMATCH | ffi::SQLITE_RANGE => ErrorKind::InvalidInput,
        ffi::SQLITE_ERROR if native.message.starts_with("no such table: ") => ErrorKind::UndefinedTable,
        ffi::SQLITE_ERROR if undefined_column(&native.message).is_some() => ErrorKind::UndefinedColumn,
        _ => ErrorKind::Database,
    }
}

/// `no such column: x`, and what an insert says: `table tasks has no column named x`.
fn undefined_column(message: &str) -> Option<&str> {
    message
        .strip_prefix("no such column: ")
        .or_else(|| message.split_once(" has no column named ").map(|(_, column)| column))
}

fn message(kind: ErrorKind, native: &SqliteError) -> Option<String> {
    let text = native.message.as_str();
    Some(match kind {
        ErrorKind::UndefinedTable => {
            let table = text.trim_start_matches("no such table: ");
            format!("table `{table}` does not exist; create the tables with `SCHEMA.sync(&db)`")
        }
        ErrorKind::UndefinedColumn => {
            format!(
                "{text}; the table is older than its model, or the name is misspelt: change the table, or the statement"
            )
        }
        ErrorKind::Serialization => {
            "the transaction read before another one wrote, so it cannot write any more; run it again"
                .to_owned()
        }
        ErrorKind::StorageFull => {
            format!(
                "{text}: the disk, or the space that the database may use, is used up; nothing was stored"
            )
        }
        ErrorKind::ReadOnly => {
            format!(
                "{text}; it was opened with `mode=ro`, inside a read-only transaction, or its file is write-protected"
            )
        }
        ErrorKind::Corrupt => {
            format!("{text}; check the file with `PRAGMA integrity_check`, or restore a backup")
        }
        ErrorKind::InvalidInput if native.code() == ffi::SQLITE_TOOBIG => {
            "a text or blob is longer than SQLite takes (one billion bytes unless it was compiled otherwise)"
                .to_owned()
        }
        ErrorKind::Connect => {
            format!("{text}; check that the database's directory exists and may be written")
        }
        ErrorKind::Busy => {
            format!(
                "{text}: another connection holds a lock; keep transactions short, or raise `busy_timeout`"
            )
        }
        _ => return lower_case(text),
    })
}

/// SQLite's own message without its capital, unless that is an acronym.
fn lower_case(text: &str) -> Option<String> {
    let mut letters = text.chars();
    let first = letters.next()?;
    let is_word = letters.clone().next().is_some_and(|second| !second.is_uppercase());
    (first.is_uppercase() && is_word).then(|| first.to_lowercase().chain(letters).collect())
}

/// `UNIQUE constraint failed: tasks.title, tasks.day` tells table and columns, a check its name or its text.
fn constraint(kind: ErrorKind, message: &str) -> Option<Constraint> {
    let mut constraint = Constraint::default();
    match kind {
        ErrorKind::UniqueViolation | ErrorKind::NotNullViolation => {}
        // SQLite does not tell which key it was.
        ErrorKind::ForeignKeyViolation => return Some(constraint),
        ErrorKind::CheckViolation => {
            constraint.name = message.split_once(" failed: ").map(|(_, name)| name.to_owned());
            return Some(constraint);
        }
        _ => return None,
    }
    let (_, detail) = message.split_once(" failed: ").unwrap_or_default();
    // An index over expressions has no columns to tell.
    if let Some(index) = detail.strip_prefix("index '") {
        constraint.name = Some(index.trim_end_matches('\'').to_owned());
        return Some(constraint);
    }
    for column in detail.split(", ") {
        if let Some((table, column)) = column.rsplit_once('.') {
            constraint.table = Some(table.to_owned());
            constraint.columns.push(column.to_owned());
        }
    }
    Some(constraint)
}

/// Translates what sqlx reports while it opens or closes `file`.
#[cold]
pub(crate) fn from_sqlx(error: sqlx::Error, file: Option<&Path>) -> Error {
    let Some(native) = native(&error) else {
        let kind = match error {
            sqlx::Error::WorkerCrashed => ErrorKind::ConnectionLost,
            sqlx::Error::Configuration(_) => ErrorKind::Configuration,
            _ => ErrorKind::Connect,
        };
        return Error::driver(kind, error);
    };
    let Some(path) = file else {
        return from_native(native);
    };
    let file = path.display();
    let message = match kind(&native) {
        ErrorKind::Connect => format!("cannot open `{file}`: {}", obstacle(path)),
        ErrorKind::Corrupt => {
            format!("`{file}` is damaged or is no SQLite database; check the path, or restore a backup")
        }
        ErrorKind::ReadOnly => format!("`{file}` is write-protected; open it with `?mode=ro` to read it"),
        // The way out is the same as for a statement; a database in memory has no file to name.
        ErrorKind::Busy => return from_native(native),
        _ => format!("cannot open `{file}`: {native}"),
    };
    from_native(native).with_message(message)
}

/// Why a file cannot be opened, which SQLite does not tell, as far as it shows afterwards.
fn obstacle(path: &Path) -> String {
    // A file without a directory before it lies in the current one.
    let directory = path.parent().filter(|directory| !directory.as_os_str().is_empty());
    match directory {
        Some(directory) if !directory.is_dir() => {
            format!("the directory `{}` does not exist; create it first", directory.display())
        }
        _ if path.is_dir() => "it is a directory; name a file in it".to_owned(),
        _ if !path.exists() => {
            "the file does not exist; leave `mode` out to create it, and check that its directory may be written"
                .to_owned()
        }
        _ => "check that this program may read it, and write it unless `mode` is `ro`".to_owned(),
    }
}

fn native(error: &sqlx::Error) -> Option<SqliteError> {
    let native = error.as_database_error()?;
    let code = native.code()?.parse().ok()?;
    Some(SqliteError::new(code, native.message().to_owned()))
}
