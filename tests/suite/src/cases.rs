//! The list of cases.
use crate::case::Case;

mod connection;
mod has_many;
mod one_to_one;
mod queries;
mod support;
mod transactions;
mod values;

/// Every case.
pub(crate) fn all() -> impl Iterator<Item = Case> {
    let groups = [&[connection::CASES][..], &one_to_one::CASES, &has_many::CASES, &transactions::CASES, &queries::CASES, &values::CASES];
    groups.concat().into_iter().flatten().copied()
}
