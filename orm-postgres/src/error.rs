//! SQLSTATE codes as errors that a caller can act on; the native error is the source.
use orm_core::{Constraint, Error, ErrorKind};
use sqlx::postgres::{PgConnectOptions, PgDatabaseError, PgSeverity};

/// Gives the error its kind, its constraint and a message that says the way out.
#[cold]
pub(crate) fn from_native(native: sqlx::Error) -> Error {
    let Some(reported) = reported(&native) else {
        return from_client(native);
    };
    let kind = kind(reported);
    let message = message(kind, reported);
    let constraint = constraint(kind, reported);
    let error = Error::driver(kind, native).with_message(message);
    match constraint {
        Some(constraint) => error.with_constraint(constraint),
        None => error,
    }
}

/// Translates what sqlx reports by itself.
fn from_client(native: sqlx::Error) -> Error {
    match &native {
        sqlx::Error::Io(_) | sqlx::Error::Tls(_) | sqlx::Error::Protocol(_) | sqlx::Error::WorkerCrashed => {
            let message = format!("the connection to PostgreSQL broke: {native}");
            Error::driver(ErrorKind::ConnectionLost, native).with_message(message)
        }
        sqlx::Error::Configuration(_) => Error::driver(ErrorKind::Configuration, native),
        sqlx::Error::Encode(_) | sqlx::Error::InvalidArgument(_) => {
            Error::driver(ErrorKind::InvalidInput, native)
        }
        sqlx::Error::Decode(_) | sqlx::Error::ColumnDecode { .. } => Error::driver(ErrorKind::Decode, native),
        _ => Error::driver(ErrorKind::Database, native),
    }
}

/// Translates what goes wrong while a connection is opened.
#[cold]
pub(crate) fn from_connect(native: sqlx::Error, options: &PgConnectOptions) -> Error {
    let (host, user) = (place(options), options.get_username());
    let message = match (reported(&native).map(PgDatabaseError::code), &native) {
        (Some("28P01" | "28000"), _) => {
            format!(
                "the server at {host} does not let user `{user}` in; check user and password of the URL, and pg_hba.conf: {native}"
            )
        }
        (Some("3D000"), _) => {
            let database = options.get_database().unwrap_or(user);
            format!(
                "the server at {host} has no database `{database}`; create it, or check the end of the URL's path"
            )
        }
        (Some("53300"), _) => format!(
            "the server at {host} has no connection left; lower `pool` in the programs that use it, or raise its max_connections"
        ),
        (Some(_), _) => format!("the server at {host} refuses the connection: {native}"),
        (None, native) if refuses_encryption(native) && cfg!(feature = "tls") => format!(
            "no encrypted connection to {host}: the server has to offer one, and with `sslmode=verify-full` or `verify-ca` \
             its certificate has to be signed by one in `sslrootcert`, for the host of the URL: {native}"
        ),
        (None, native) if refuses_encryption(native) => {
            format!("no encrypted connection to {host}; it needs this driver's feature `tls`: {native}")
        }
        (None, sqlx::Error::Io(_)) => {
            format!(
                "cannot reach PostgreSQL at {host}; check that it runs there, and host and port of the URL: {native}"
            )
        }
        _ => format!("cannot connect to PostgreSQL at {host}: {native}"),
    };
    Error::driver(ErrorKind::Connect, native).with_message(message)
}

/// Whether it is the encryption that fails; a certificate that is not trusted reads as bad data.
fn refuses_encryption(native: &sqlx::Error) -> bool {
    match native {
        sqlx::Error::Tls(_) => true,
        sqlx::Error::Io(error) => error.kind() == std::io::ErrorKind::InvalidData,
        _ => false,
    }
}

/// Where the server is, without secrets.
pub(crate) fn place(options: &PgConnectOptions) -> String {
    match options.get_socket() {
        Some(socket) => format!("`{}` (port {})", socket.display(), options.get_port()),
        None => format!("`{}:{}`", options.get_host(), options.get_port()),
    }
}

/// What the server itself reported.
pub(crate) fn reported(native: &sqlx::Error) -> Option<&PgDatabaseError> {
    native.as_database_error()?.try_downcast_ref()
}

/// Whether the connection cannot be used any more.
pub(crate) fn ends_connection(native: &sqlx::Error) -> bool {
    match native {
        sqlx::Error::Database(_) => reported(native)
            .is_none_or(|error| matches!(error.severity(), PgSeverity::Fatal | PgSeverity::Panic)),
        sqlx::Error::Io(_) | sqlx::Error::Tls(_) | sqlx::Error::Protocol(_) | sqlx::Error::WorkerCrashed => {
            true
        }
        _ => false,
    }
}

/// Whether the server has forgotten a prepared statement, or cannot use it after a change of the schema.
pub(crate) fn is_stale_statement(native: &sqlx::Error) -> bool {
    reported(native).is_some_and(|error| {
        error.code() == "26000"
            || (error.code() == "0A000" && error.routine() == Some("RevalidateCachedQuery"))
    })
}

/// Whether a server that starts, or is about to, reports such a thing.
pub(crate) fn is_passing(native: &sqlx::Error, served_before: bool) -> bool {
    use std::io::ErrorKind as Io;
    match native {
        sqlx::Error::Database(_) => {
            reported(native).is_some_and(|error| matches!(error.code(), "57P03" | "53300" | "57P01"))
        }
        sqlx::Error::Io(error) => {
            let gone = matches!(
                error.kind(),
                Io::ConnectionRefused
                    | Io::NotFound
                    | Io::ConnectionReset
                    | Io::BrokenPipe
                    | Io::UnexpectedEof
            );
            served_before && gone
        }
        _ => false,
    }
}

fn kind(reported: &PgDatabaseError) -> ErrorKind {
    let code = reported.code();
    match code {
        "23505" | "23P01" => ErrorKind::UniqueViolation,
        "23503" | "23001" => ErrorKind::ForeignKeyViolation,
        "23502" => ErrorKind::NotNullViolation,
        "23514" => ErrorKind::CheckViolation,
        "40001" => ErrorKind::Serialization,
        "40P01" => ErrorKind::Deadlock,
        "55P03" => ErrorKind::Busy,
        "42P01" => ErrorKind::UndefinedTable,
        "42703" => ErrorKind::UndefinedColumn,
        "53100" | "53200" | "54000" => ErrorKind::StorageFull,
        "25006" => ErrorKind::ReadOnly,
        "25P02" => ErrorKind::TransactionClosed,
        "53300" => ErrorKind::Connect,
        "57P01" | "57P02" | "57P03" | "57P04" | "57P05" | "25P03" | "25P04" => ErrorKind::ConnectionLost,
        // A number of parameters that the statement does not have.
        "08P01" => ErrorKind::InvalidInput,
        "XX001" | "XX002" => ErrorKind::Corrupt,
        "0A000" => ErrorKind::Unsupported,
        "42804" | "42883" | "42P18" => ErrorKind::InvalidInput,
        _ if code.starts_with("08") => ErrorKind::ConnectionLost,
        _ if code.starts_with("22") => ErrorKind::InvalidInput,
        _ if code.starts_with("28") || code == "3D000" => ErrorKind::Connect,
        _ => ErrorKind::Database,
    }
}

fn message(kind: ErrorKind, reported: &PgDatabaseError) -> String {
    let text = reported.message();
    match (kind, reported.code()) {
        (ErrorKind::UndefinedTable, _) => {
            let table = text.split('"').nth(1).unwrap_or(text);
            format!("table `{table}` does not exist; create the tables with `SCHEMA.sync(&db)`")
        }
        (ErrorKind::UndefinedColumn, _) => format!(
            "{text}; the table is older than its model, or the name is misspelt: change the table, or the statement"
        ),
        (ErrorKind::Deadlock, _) => {
            format!("{text}: transactions waited for each other, and this one was given up; run it again")
        }
        (ErrorKind::Serialization, _) => format!("{text}; run the transaction again"),
        (ErrorKind::Busy, _) => {
            format!("{text}: another connection holds a lock; keep transactions short, or raise `busy_timeout`")
        }
        (ErrorKind::StorageFull, _) => format!("{text}; nothing was stored"),
        (ErrorKind::ReadOnly, _) => {
            format!("{text}: the transaction only reads, or the server is a standby that does")
        }
        (ErrorKind::TransactionClosed, _) => {
            "an earlier statement of the transaction failed, so PostgreSQL takes no further one; roll it back, or run \
             what may fail in a nested transaction"
                .to_owned()
        }
        (ErrorKind::ConnectionLost, _) => format!("the server ended the connection: {text}"),
        // Each connection counts the names up for itself, so that two share them only by mistake.
        (_, "42P05" | "26000") => format!(
            "{text}; a pooler in transaction mode between program and server needs `statement_cache=0` in the URL"
        ),
        (_, "42804" | "42883") => {
            let hint = reported.hint().unwrap_or("cast the value or the column in the statement");
            format!("{text}; {}", lower_case(hint.trim_end_matches('.')))
        }
        _ => lower_case(text),
    }
}

/// A text without its capital, unless that is an acronym.
fn lower_case(text: &str) -> String {
    let mut letters = text.chars();
    let Some(first) = letters.next() else {
        return String::new();
    };
    let is_word = letters.clone().next().is_some_and(|second| !second.is_uppercase());
    if is_word { first.to_lowercase().chain(letters).collect() } else { text.to_owned() }
}

fn constraint(kind: ErrorKind, reported: &PgDatabaseError) -> Option<Constraint> {
    let columns = match kind {
        ErrorKind::NotNullViolation => reported.column().map(str::to_owned).into_iter().collect(),
        ErrorKind::UniqueViolation => key_columns(reported.detail()),
        // The other way round, the columns would be those of the table that is pointed to.
        ErrorKind::ForeignKeyViolation => {
            key_columns(reported.detail().filter(|detail| !detail.contains("still referenced")))
        }
        ErrorKind::CheckViolation => Vec::new(),
        _ => return None,
    };
    let mut constraint = Constraint::default();
    constraint.name = reported.constraint().map(str::to_owned);
    constraint.table = reported.table().map(str::to_owned);
    constraint.columns = columns;
    Some(constraint)
}

/// `Key (title, day)=(…) already exists.` tells the columns; an index over expressions has none to tell.
fn key_columns(detail: Option<&str>) -> Vec<String> {
    let names = detail.and_then(|detail| detail.split_once('(')).and_then(|(_, rest)| rest.split_once(")=("));
    let Some((names, _)) = names.filter(|(names, _)| !names.contains('(')) else {
        return Vec::new();
    };
    names.split(", ").map(|name| name.trim_matches('"').replace("\"\"", "\"")).collect()
}
