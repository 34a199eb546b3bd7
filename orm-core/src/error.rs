//! The one error type: what kind it is, which model and association it concerns, and the driver's own error.
use std::borrow::Cow;
use std::error::Error as StdError;
use std::fmt;

/// The result of everything that talks to a database.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// What went wrong, as far as a program can act on it.
///
/// # Examples
///
/// ```
/// # use orm_example::*;
/// # run(async |db| {
/// use orm::ErrorKind;
///
/// match User::build().name("Ada").insert(&db).await {
///     Err(error) if error.kind() == ErrorKind::UniqueViolation => println!("{error}"),
///     other => panic!("{other:?}"),
/// }
/// # Ok(())
/// # });
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// A row that had to be there is not.
    NotFound,
    /// More than one row came where one was asked for.
    TooManyRows,
    /// A value that must be unique is stored already.
    UniqueViolation,
    /// A key points to a row that does not exist, or a row that others point to was to be deleted.
    ForeignKeyViolation,
    /// A required column has no value.
    NotNullViolation,
    /// A `CHECK` constraint of the database refused the row.
    CheckViolation,
    /// A stored value does not fit the Rust type of its column.
    Decode,
    /// A value cannot be stored, or an argument makes no sense.
    InvalidInput,
    /// The table does not exist.
    UndefinedTable,
    /// The column does not exist.
    UndefinedColumn,
    /// The database URL cannot be understood, or no driver for it is compiled in.
    Configuration,
    /// The database cannot be opened or reached.
    Connect,
    /// The connection broke; whether the last statement took effect is not known unless it was a read.
    ConnectionLost,
    /// No connection became free within the acquire time-out.
    PoolTimeout,
    /// Another connection holds a lock, and it was not released within the busy time-out.
    Busy,
    /// The transaction collided with a concurrent one; running it again may succeed.
    Serialization,
    /// The transaction and another one waited for each other, and the database gave this one up; running it again may
    /// succeed.
    Deadlock,
    /// The disk, or the space that the database may use, is full.
    StorageFull,
    /// The database is read-only.
    ReadOnly,
    /// The database file is damaged or is no database.
    Corrupt,
    /// The database, or this driver, has no such feature.
    Unsupported,
    /// The transaction was committed, rolled back or broken by an earlier failure.
    TransactionClosed,
    /// Any other error that the database reports.
    Database,
}

impl ErrorKind {
    /// Whether the transaction collided with a concurrent one, so that the database undid it, and it can be run again.
    pub(crate) fn is_collision(self) -> bool {
        matches!(self, Self::Serialization | Self::Deadlock)
    }
}

/// The constraint that refused a write, as far as the database told.
///
/// # Examples
///
/// ```
/// # use orm_example::*;
/// # run(async |db| {
/// let error = User::build().name("Ada").insert(&db).await.unwrap_err();
/// assert_eq!(error.constraint().unwrap().columns, ["name"]);
/// # Ok(())
/// # });
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Constraint {
    /// The constraint's name in the database, where it reports one.
    pub name: Option<String>,
    /// The table it belongs to.
    pub table: Option<String>,
    /// The columns it covers.
    pub columns: Vec<String>,
    /// The association whose foreign key it is, as `Task.project`.
    pub association: Option<String>,
}

/// An error of the ORM or of the database below it.
///
/// [`kind`](Error::kind) says what a program can act on, the message names the model, the association and the way
/// out, and [`source`](StdError::source) is the driver's own error where there is one.
///
/// # Examples
///
/// ```
/// # use orm_example::*;
/// # run(async |db| {
/// use std::error::Error as _;
///
/// let error = Task::build().title("Lost").project_id(77).insert(&db).await.unwrap_err();
/// assert_eq!(error.kind(), orm::ErrorKind::ForeignKeyViolation);
/// assert_eq!(error.to_string(), "`Task.project`: there is no `Project` with this `project_id`");
/// assert!(error.source().is_some()); // what the driver said
/// # Ok(())
/// # });
/// ```
pub struct Error(Box<Inner>);

struct Inner {
    kind: ErrorKind,
    message: Cow<'static, str>,
    constraint: Option<Constraint>,
    source: Option<Box<dyn StdError + Send + Sync>>,
}

impl Error {
    /// Makes an error with a message: lower-case, without a final stop, naming the thing and the way out.
    ///
    /// # Examples
    ///
    /// ```
    /// # use orm_example::*;
    /// # run(async |db| {
    /// let error = orm::Error::new(orm::ErrorKind::InvalidInput, "the title is empty");
    /// assert_eq!(error.to_string(), "the title is empty");
    /// # Ok(())
    /// # });
    /// ```
    #[cold]
    pub fn new(kind: ErrorKind, message: impl Into<Cow<'static, str>>) -> Self {
        Self(Box::new(Inner { kind, message: message.into(), constraint: None, source: None }))
    }

    /// Keeps the driver's own error as the source; its text becomes the message.
    #[cold]
    pub fn driver(kind: ErrorKind, native: impl StdError + Send + Sync + 'static) -> Self {
        let message = native.to_string();
        Self(Box::new(Inner {
            kind,
            message: message.into(),
            constraint: None,
            source: Some(Box::new(native)),
        }))
    }

    /// Adds the constraint that refused the write.
    #[must_use]
    pub fn with_constraint(mut self, constraint: Constraint) -> Self {
        self.0.constraint = Some(constraint);
        self
    }

    /// Replaces the message, and keeps kind, constraint and source.
    #[must_use]
    pub fn with_message(mut self, message: impl Into<Cow<'static, str>>) -> Self {
        self.0.message = message.into();
        self
    }

    /// What went wrong, to act on.
    ///
    /// # Examples
    ///
    /// ```
    /// # use orm_example::*;
    /// # run(async |db| {
    /// assert_eq!(Task::get(&db, 77).await.unwrap_err().kind(), orm::ErrorKind::NotFound);
    /// # Ok(())
    /// # });
    /// ```
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// The constraint that refused a write, if it was one.
    ///
    /// # Examples
    ///
    /// ```
    /// # use orm_example::*;
    /// # run(async |db| {
    /// let error = Task::build().title("Lost").project_id(77).insert(&db).await.unwrap_err();
    /// assert_eq!(error.constraint().unwrap().association.as_deref(), Some("Task.project"));
    /// # Ok(())
    /// # });
    /// ```
    #[must_use]
    pub fn constraint(&self) -> Option<&Constraint> {
        self.0.constraint.as_ref()
    }

    /// The message without the source's.
    ///
    /// # Examples
    ///
    /// ```
    /// # use orm_example::*;
    /// # run(async |db| {
    /// assert_eq!(Task::get(&db, 77).await.unwrap_err().message(), "there is no `Task` with `id` 77");
    /// # Ok(())
    /// # });
    /// ```
    #[must_use]
    pub fn message(&self) -> &str {
        &self.0.message
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.message)
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_struct("Error");
        debug.field("kind", &self.0.kind).field("message", &self.0.message);
        if let Some(constraint) = &self.0.constraint {
            debug.field("constraint", constraint);
        }
        if let Some(source) = &self.0.source {
            debug.field("source", source);
        }
        debug.finish()
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.0.source.as_deref().map(|source| source as &(dyn StdError + 'static))
    }
}
