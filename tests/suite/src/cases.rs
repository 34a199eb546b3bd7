//! The list of cases.
use crate::case::Case;

mod connection;
mod ddl;

/// Every case.
pub fn all() -> impl Iterator<Item = Case> {
    [
        connection::CASES,
        ddl::actions::CASES,
        ddl::belongs_to::CASES,
        ddl::cycles::CASES,
        ddl::has_many::CASES,
        ddl::has_one::CASES,
        ddl::pairs::CASES,
        ddl::references::CASES,
    ]
    .into_iter()
    .flatten()
    .copied()
}
