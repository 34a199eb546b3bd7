//! Associations to an owner of one model or another.
pub(crate) mod fixture;
mod given;
mod loaded;
mod owned;
mod owner;
mod refined;
mod taggable;

/// The cases of all files.
pub(crate) const CASES: [&[crate::case::Case]; 6] =
    [given::CASES, loaded::CASES, owned::CASES, owner::CASES, refined::CASES, taggable::CASES];
