//! The list of cases.
use crate::case::Case;

mod bad_input;
mod connection;
mod constraint;

/// Every case.
pub fn all() -> impl Iterator<Item = Case> {
    [bad_input::CASES, connection::CASES, constraint::CASES].into_iter().flatten().copied()
}
