//! The oracle's group `scopes`: column values that belong to an association.
mod has_many;
mod has_one;

pub(super) const CASES: [&[crate::case::Case]; 2] = [has_many::CASES, has_one::CASES];
