//! One list of cases that every driver runs. A case gets an empty database of its own, and never knows which it is.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests fail by panicking")]
#![allow(
    missing_docs,
    clippy::missing_errors_doc,
    clippy::missing_panics_doc,
    reason = "a test's name states the fact, and it fails by both"
)]
#![allow(
    clippy::cloned_ref_to_slice_refs,
    clippy::disallowed_names,
    clippy::needless_borrows_for_generic_args,
    reason = "models are called as in the manual they come from, and values are given in every way that compiles"
)]

pub mod backend;
pub mod case;
mod cases;
pub mod catalog;
pub mod oracle;
mod summary;

use std::sync::Arc;

use libtest_mimic::{Arguments, Trial};

/// Runs every case over every driver; `--list`, filters and the like work as with `cargo test`.
pub fn main() {
    let arguments = Arguments::from_args();
    let outcomes = Arc::new(summary::Outcomes::default());
    let mut trials = Vec::new();
    for backend in backend::ALL {
        let is_there = backend.check();
        if let Err(missing) = is_there {
            eprintln!("the cases of `{}` are ignored: {missing}", backend.name());
        }
        for case in cases::all() {
            let name = format!("{}::{}", backend.name(), case.name);
            let outcomes = Arc::clone(&outcomes);
            let run = move || outcomes.record(backend, case.name, || case::run(backend, case.run));
            trials.push(Trial::test(name, run).with_ignored_flag(is_there.is_err()));
        }
    }
    cases::statements::make_known();
    let conclusion = libtest_mimic::run(&arguments, trials);
    print!("{}", outcomes.summary());
    conclusion.exit();
}

/// The names of all cases, as the tables name them.
pub fn case_names() -> impl Iterator<Item = &'static str> {
    cases::all().map(|case| case.name)
}
