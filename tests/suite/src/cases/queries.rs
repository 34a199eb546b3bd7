//! Queries: predicates, orders, limits, aggregates, streams, mass writes, raw SQL.
mod across;
mod aggregate;
mod bulk;
mod compare;
mod fixture;
mod mass;
mod membership;
mod order;
mod raw;
mod select;
mod stream;
mod text;
mod upsert;

pub(super) const CASES: [&[crate::case::Case]; 12] = [
    compare::CASES,
    membership::CASES,
    text::CASES,
    order::CASES,
    aggregate::CASES,
    across::CASES,
    stream::CASES,
    mass::CASES,
    upsert::CASES,
    bulk::CASES,
    raw::CASES,
    select::CASES,
];
