//! The oracle's group `one_to_one`: `belongs_to` and `has_one` over one foreign key.
mod belongs_to;
mod fixture;
mod further;
mod has_one;
mod keys;

pub(super) const CASES: [&[crate::case::Case]; 4] =
    [belongs_to::CASES, has_one::CASES, keys::CASES, further::CASES];
