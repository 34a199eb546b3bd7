//! The oracle's group `has_many`.
mod add;
mod fixture;
mod get;
mod keys;
mod set;

pub(super) const CASES: [&[crate::case::Case]; 4] = [add::CASES, get::CASES, set::CASES, keys::CASES];
