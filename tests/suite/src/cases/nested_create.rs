//! The oracle's group `nested_create`, as far as it needs no junction, and what else builders promise.
mod further;
mod oracle;
mod whole;

pub(super) const CASES: [&[crate::case::Case]; 3] = [further::CASES, oracle::CASES, whole::CASES];
