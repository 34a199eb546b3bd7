//! The oracle's group `nested_create`, and what else builders promise.
mod further;
mod hidden;
mod junction;
mod oracle;
mod polymorphic;
mod whole;

pub(super) const CASES: [&[crate::case::Case]; 6] =
    [further::CASES, hidden::CASES, junction::CASES, oracle::CASES, polymorphic::CASES, whole::CASES];
