//! Transactions: the oracle's group, and what a transaction promises besides.
mod cancelled;
mod concurrent;
mod nested;
mod oracle;
mod whole;

pub(super) const CASES: [&[crate::case::Case]; 5] =
    [oracle::CASES, whole::CASES, nested::CASES, concurrent::CASES, cancelled::CASES];
