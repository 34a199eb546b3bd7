//! Associations to an owner of one model or another.
pub(crate) mod fixture;
mod given;
mod owner;

/// The cases of all files.
pub(crate) const CASES: [&[crate::case::Case]; 2] = [given::CASES, owner::CASES];
