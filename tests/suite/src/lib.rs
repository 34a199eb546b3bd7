//! One list of cases that every driver runs. A case gets an empty database of its own, and never knows which it is.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests fail by panicking")]
#![allow(
    missing_docs,
    clippy::missing_errors_doc,
    clippy::missing_panics_doc,
    reason = "a test's name states the fact, and it fails by both"
)]
#![allow(
    clippy::disallowed_names,
    clippy::needless_borrows_for_generic_args,
    reason = "models are called as in the manual they come from, and values are given in every way that compiles"
)]

pub mod backend;
pub mod case;
mod cases;
#[cfg(test)]
mod oracle;
pub mod catalog;

use libtest_mimic::{Arguments, Trial};

/// Runs every case over every driver; `--list`, filters and the like work as with `cargo test`.
pub fn main() {
    let arguments = Arguments::from_args();
    let mut trials = Vec::new();
    for &backend in backend::ALL {
        for case in cases::all() {
            let name = format!("{}::{}", backend.name(), case.name);
            let run = case.run;
            trials.push(Trial::test(name, move || case::run(backend, run)));
        }
    }
    libtest_mimic::run(&arguments, trials).exit();
}
