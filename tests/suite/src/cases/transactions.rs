//! Transactions: the oracle's group, and what a transaction promises besides.
mod cancelled;
mod concurrent;
mod created;
mod locks;
mod nested;
mod oracle;
mod retry;
mod whole;

pub(super) const CASES: [&[crate::case::Case]; 8] = [
    oracle::CASES,
    whole::CASES,
    nested::CASES,
    concurrent::CASES,
    cancelled::CASES,
    created::CASES,
    retry::CASES,
    locks::CASES,
];
