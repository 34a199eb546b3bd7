//! Transactions: the oracle's group, and what a transaction promises besides.
mod oracle;

pub(super) const CASES: [&[crate::case::Case]; 1] = [oracle::CASES];
