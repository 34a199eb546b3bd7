//! Associations to an owner of one model or another.
pub(crate) mod fixture;
mod given;
mod owned;
mod owner;

/// The cases of all files.
pub(crate) const CASES: [&[crate::case::Case]; 3] = [given::CASES, owned::CASES, owner::CASES];
