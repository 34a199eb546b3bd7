//! The list of cases.
use crate::case::Case;

mod connection;
mod constraint;
mod ddl;
mod effects;
mod naming;
mod sync;

/// Every case.
pub fn all() -> impl Iterator<Item = Case> {
    [
        connection::CASES,
        constraint::CASES,
        ddl::actions::CASES,
        ddl::belongs_to::CASES,
        ddl::cycles::CASES,
        ddl::has_many::CASES,
        ddl::has_one::CASES,
        ddl::pairs::CASES,
        ddl::references::CASES,
        effects::CASES,
        effects::keys::CASES,
        naming::accessors::CASES,
        naming::tables::CASES,
        sync::CASES,
        sync::names::CASES,
    ]
    .into_iter()
    .flatten()
    .copied()
}
