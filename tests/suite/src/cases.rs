//! The list of cases.
use crate::case::Case;

mod connection;
mod constraint;

/// Every case.
pub fn all() -> impl Iterator<Item = Case> {
    [connection::CASES, constraint::CASES].into_iter().flatten().copied()
}
