//! The oracle's group `nested_create`, and what else builders promise.
mod further;
mod hidden;
mod junction;
mod oracle;
mod whole;

pub(super) const CASES: [&[crate::case::Case]; 5] =
    [further::CASES, hidden::CASES, junction::CASES, oracle::CASES, whole::CASES];
