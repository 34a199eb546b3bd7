//! Every file in `examples/` is built, and runs to its end.
#![cfg(all(feature = "sqlite", feature = "chrono", feature = "decimal"))]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests fail by panicking")]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// Those that want an argument: without one they say how they are used.
const WITH_ARGUMENTS: &[&str] = &["music_store"];

#[path = "compile/cargo.rs"]
mod cargo;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The names of the examples, by the files that are there.
fn discover() -> Vec<String> {
    let entries = std::fs::read_dir(root().join("examples")).unwrap();
    let paths = entries.map(|entry| entry.unwrap().path());
    let mut names: Vec<_> = paths
        .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
        .map(|path| path.file_stem().unwrap().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

/// Builds them, and gives where they are.
fn build() -> PathBuf {
    let status = cargo::build_all().status().unwrap();
    assert!(status.success(), "the examples do not compile");
    // …/target/debug/deps/examples-0123
    let directory = std::env::current_exe().unwrap().ancestors().nth(2).unwrap().to_owned();
    directory.join("examples")
}

fn run(programs: &Path, name: &str) -> Output {
    let directory = tempfile::tempdir().unwrap();
    Command::new(programs.join(name)).current_dir(directory.path()).output().unwrap()
}

#[test]
fn run_to_their_end() {
    let programs = build();
    let names = discover();
    assert!(names.contains(&"quickstart".to_owned()), "examples are found: {names:?}");
    for name in names.iter().filter(|name| !WITH_ARGUMENTS.contains(&name.as_str())) {
        let output = run(&programs, name);
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "`{name}` fails: {errors}");
        assert!(!output.stdout.is_empty(), "`{name}` shows nothing");
    }
    for name in WITH_ARGUMENTS {
        let output = run(&programs, name);
        assert_eq!(output.status.code(), Some(2), "`{name}` wants an argument");
        assert!(String::from_utf8_lossy(&output.stderr).starts_with(&format!("usage: {name} ")));
    }
}
