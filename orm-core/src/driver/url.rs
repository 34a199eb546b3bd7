//! Options in a database's URL: how their values are read, and what every driver says about a wrong one.
use std::ops::RangeInclusive;
use std::time::Duration;

use crate::error::{Error, ErrorKind, Result};

/// A URL, or an option of it, that is not understood.
#[cold]
#[must_use]
pub fn configuration(message: String) -> Error {
    Error::new(ErrorKind::Configuration, message)
}

/// An option that is none of the known ones, with the one that was probably meant.
///
/// # Examples
///
/// ```
/// use orm_core::driver::url::unknown_option;
///
/// let error = unknown_option("pol", &["mode", "pool"]);
/// assert_eq!(error.message(), "the URL has no option `pol`, did you mean `pool`? (known are `mode`, `pool`)");
/// ```
#[cold]
#[must_use]
pub fn unknown_option(name: &str, known: &[&str]) -> Error {
    let nearest = known.iter().map(|option| (strsim::osa_distance(name, option), option)).min();
    let near = nearest.filter(|(distance, _)| *distance <= 3);
    let hint = near.map(|(_, option)| format!(", did you mean `{option}`?")).unwrap_or_default();
    let known = known.join("`, `");
    configuration(format!("the URL has no option `{name}`{hint} (known are `{known}`)"))
}

/// An option's value that is none of the expected ones.
#[cold]
#[must_use]
pub fn bad_value(name: &str, value: &str, expected: &str) -> Error {
    configuration(format!("the URL's option `{name}` cannot be `{value}`, expected {expected}"))
}

/// Reads a number.
///
/// # Errors
///
/// [`Configuration`](ErrorKind::Configuration) if it is no number, or out of range.
pub fn number(name: &str, value: &str, range: RangeInclusive<usize>) -> Result<usize> {
    match value.parse() {
        Ok(number) if range.contains(&number) => Ok(number),
        _ => Err(bad_value(name, value, &format!("a number from {} to {}", range.start(), range.end()))),
    }
}

/// Reads a time, which URLs give in milliseconds.
///
/// # Errors
///
/// [`Configuration`](ErrorKind::Configuration) if it is no number from 0 to 4294967295 (49 days).
pub fn milliseconds(name: &str, value: &str) -> Result<Duration> {
    let number: u32 = value.parse().map_err(|_| bad_value(name, value, "a number of milliseconds"))?;
    Ok(Duration::from_millis(u64::from(number)))
}
