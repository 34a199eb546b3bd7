//! The oracle's group `many_to_many`, the junctions of its other groups, and what else the accessors promise.
mod add;
mod eager;
pub(crate) mod fixture;
mod further;
mod keys;
mod models;
mod read;
mod schema;
mod scopes;
mod self_links;
mod set;
mod through;
mod together;

pub(super) const CASES: [&[crate::case::Case]; 12] = [
    add::CASES,
    eager::CASES,
    further::CASES,
    keys::CASES,
    models::CASES,
    read::CASES,
    schema::CASES,
    scopes::CASES,
    set::CASES,
    self_links::CASES,
    through::CASES,
    together::CASES,
];
