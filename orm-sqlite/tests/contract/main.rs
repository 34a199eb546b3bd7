//! The contract of `orm_core::driver`, kept by the SQLite driver, and what it promises beyond.
#![expect(clippy::unwrap_used, reason = "the helpers of tests are tests, too")]
mod cancellation;
mod dialect;
mod failures;
mod locks;
mod opening;
mod stay;
mod support;
mod values;
