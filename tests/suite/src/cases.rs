//! The list of cases.
use crate::case::Case;

mod connection;

/// Every case.
pub fn all() -> impl Iterator<Item = Case> {
    [connection::CASES].into_iter().flatten().copied()
}
