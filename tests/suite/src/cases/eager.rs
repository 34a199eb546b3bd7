//! The oracle's group `eager`, as far as it needs no junction, and what else includes promise.
pub(super) mod fixture;
mod further;
mod joined;
mod keys;
mod memory;
mod oracle;
mod random;
mod repetition;
mod required;
mod trees;
mod turns;

pub(super) const CASES: [&[crate::case::Case]; 10] = [
    further::CASES,
    joined::CASES,
    keys::CASES,
    memory::CASES,
    oracle::CASES,
    random::CASES,
    repetition::CASES,
    required::CASES,
    trees::CASES,
    turns::CASES,
];
