//! The list of cases.
use crate::case::Case;

mod connection;
mod one_to_one;
mod support;

/// Every case.
pub fn all() -> impl Iterator<Item = Case> {
    let groups = [&[connection::CASES][..], &one_to_one::CASES];
    groups.concat().into_iter().flatten().copied()
}
