//! The list of cases.
use crate::case::Case;

mod bad_input;
mod connection;
mod constraint;
mod ddl;
mod eager;
mod effects;
mod has_many;
mod many_to_many;
mod music_store;
mod naming;
mod nested_create;
mod one_to_one;
mod polymorphic;
mod queries;
mod scopes;
pub(crate) mod statements;
mod support;
mod sync;
mod transactions;
mod values;

/// Every case.
pub(crate) fn all() -> impl Iterator<Item = Case> {
    let groups = [
        &[bad_input::CASES, connection::CASES, constraint::CASES][..],
        &[ddl::actions::CASES, ddl::belongs_to::CASES, ddl::cycles::CASES],
        &[ddl::has_many::CASES, ddl::has_one::CASES, ddl::pairs::CASES, ddl::references::CASES],
        &[effects::CASES, effects::keys::CASES],
        &eager::CASES,
        &has_many::CASES,
        &many_to_many::CASES,
        &[music_store::CASES],
        &[naming::accessors::CASES, naming::tables::CASES],
        &nested_create::CASES,
        &one_to_one::CASES,
        &polymorphic::CASES,
        &queries::CASES,
        &[scopes::CASES],
        &[sync::CASES, sync::attached::CASES, sync::names::CASES, sync::schemas::CASES],
        &transactions::CASES,
        &values::CASES,
    ];
    groups.concat().into_iter().flatten().copied()
}
