//! The oracle's group `has_many`, and what else the accessors promise.
mod add;
mod fixture;
mod further;
mod get;
mod keys;
mod orphans;
mod set;

pub(super) const CASES: [&[crate::case::Case]; 6] =
    [add::CASES, get::CASES, set::CASES, keys::CASES, further::CASES, orphans::CASES];
