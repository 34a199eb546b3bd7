//! The oracle's group `many_to_many`, the junctions of its other groups, and what else the accessors promise.
mod add;
mod eager;
pub(crate) mod fixture;
mod further;
mod hidden;
mod keys;
mod models;
mod read;
mod schema;
mod scopes;
mod self_links;
mod set;
mod tables;
mod through;
mod together;

pub(super) const CASES: [&[crate::case::Case]; 14] = [
    add::CASES,
    eager::CASES,
    further::CASES,
    hidden::CASES,
    keys::CASES,
    models::CASES,
    read::CASES,
    schema::CASES,
    scopes::CASES,
    set::CASES,
    self_links::CASES,
    tables::CASES,
    through::CASES,
    together::CASES,
];
