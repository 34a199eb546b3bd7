//! What the pool of every driver reports, in the same words.
use std::time::Duration;

use crate::error::{Error, ErrorKind, Result};

/// Gives an error where tokio would panic.
///
/// # Errors
///
/// [`Unsupported`](ErrorKind::Unsupported) outside a tokio runtime.
pub fn check_runtime() -> Result<()> {
    match tokio::runtime::Handle::try_current() {
        Ok(_) => Ok(()),
        Err(error) => Err(Error::driver(ErrorKind::Unsupported, error)
            .with_message("this needs a tokio runtime; call it inside one, such as under `#[tokio::main]`")),
    }
}

/// No connection became free in time.
#[cold]
#[must_use]
pub fn exhausted(size: usize, limit: Duration) -> Error {
    let message = format!(
        "none of the pool's {size} connections became free within {limit:?}; drop connections and transactions sooner, \
         use the transaction instead of the pool inside one, or raise `pool`"
    );
    Error::new(ErrorKind::PoolTimeout, message)
}

/// The pool was closed.
#[cold]
#[must_use]
pub fn closed() -> Error {
    Error::new(ErrorKind::ConnectionLost, "the database was closed; open it anew")
}
