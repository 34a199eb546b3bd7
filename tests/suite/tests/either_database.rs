//! The example that runs over any database gives the same output over each of them.
#![allow(clippy::expect_used, reason = "tests fail by panicking")]
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use libtest_mimic::{Arguments, Failed, Trial};
use orm_suite::backend::{ALL, Backend};

#[path = "../../compile/cargo.rs"]
mod cargo;

fn main() {
    let arguments = Arguments::from_args();
    let trials = ALL.iter().map(|&backend| {
        let name = format!("runs_unchanged_over_{}", backend.name());
        Trial::test(name, move || runs_unchanged(backend)).with_ignored_flag(backend.check().is_err())
    });
    libtest_mimic::run(&arguments, trials.collect()).exit();
}

/// Without an argument it runs over SQLite in memory: what it says there is what it has to say everywhere.
fn runs_unchanged(backend: Backend) -> Result<(), Failed> {
    let program = program();
    let expected = succeed(Command::new(&program).env_remove("DATABASE_URL"))?;
    assert!(expected.contains("Moby-Dick (635 pages"), "{expected}");
    let (url, _keeper) = orm_suite::backend::runtime()?.block_on(backend.create_url(""));
    assert_eq!(succeed(Command::new(&program).arg(&url))?, expected);
    assert_eq!(
        succeed(Command::new(&program).env("DATABASE_URL", &url))?,
        expected,
        "it has left nothing behind"
    );
    Ok(())
}

fn succeed(command: &mut Command) -> Result<String, Failed> {
    let Output { status, stdout, stderr } = command.output()?;
    assert!(status.success(), "{}", String::from_utf8_lossy(&stderr));
    Ok(String::from_utf8(stdout)?)
}

/// Builds the example once, and gives where it is.
fn program() -> PathBuf {
    static BUILT: std::sync::Once = std::sync::Once::new();
    BUILT.call_once(|| {
        assert!(cargo::build_all().status().expect("cargo runs").success(), "it does not compile")
    });
    // …/target/debug/deps/either_database-0123
    let this = std::env::current_exe().expect("a test is a file");
    this.ancestors()
        .nth(2)
        .map(Path::to_owned)
        .expect("it lies in a directory")
        .join("examples/either_database")
}
