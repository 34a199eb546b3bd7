//! Large programs compile at the default recursion limit: a hundred models, each with associations to others, and two
//! hundred in a chain.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests fail by panicking")]
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

#[path = "compile/cargo.rs"]
mod cargo;
#[path = "compile/dice.rs"]
mod dice;
#[path = "compile/models.rs"]
mod models;

/// The libraries that a program is compiled against, by the names of their crates.
static LIBRARIES: LazyLock<Vec<(String, PathBuf)>> = LazyLock::new(|| {
    let output = cargo::build_all().arg("--message-format=json").output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let lines = String::from_utf8(output.stdout).unwrap();
    lines.lines().filter_map(|line| library(&serde_json::from_str(line).unwrap())).collect()
});

/// The crate and the file of a message that reports a library.
fn library(message: &serde_json::Value) -> Option<(String, PathBuf)> {
    let file = message["filenames"].as_array()?.first()?.as_str()?;
    file.ends_with(".rlib")
        .then(|| (message["target"]["name"].as_str().unwrap_or("").to_owned(), file.into()))
}

/// Compiles a program as far as `emit` says: `metadata`, as `cargo check` does, or `obj`, all but linking.
fn compile(source: &Path, emit: &str) -> Result<(), String> {
    let mut rustc = Command::new(std::env::var("RUSTC").unwrap_or_else(|_| "rustc".to_owned()));
    rustc.args(["--edition", "2024", "--emit", emit, "--cap-lints", "allow"]).arg(source);
    rustc.arg("--out-dir").arg(source.parent().unwrap());
    for name in ["orm", "tokio"] {
        let (_, file) = LIBRARIES.iter().find(|(known, _)| known == name).unwrap();
        rustc.arg("--extern").arg(format!("{name}={}", file.display()));
    }
    // …/target/debug/deps/compile-0123
    let dependencies = std::env::current_exe().unwrap().parent().unwrap().to_owned();
    rustc.arg("-L").arg(format!("dependency={}", dependencies.display()));
    let output = rustc.output().unwrap();
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    if output.status.success() { Ok(()) } else { Err(text.lines().take(60).collect::<Vec<_>>().join("\n")) }
}

#[test]
fn a_hundred_models_compile_at_the_default_recursion_limit() {
    let directory = tempfile::tempdir().unwrap();
    let source = directory.path().join("hundred.rs");
    fs::write(&source, models::program(100)).unwrap();
    compile(&source, "metadata").unwrap_or_else(|text| panic!("{text}"));
    // Errors are seen at all.
    fs::write(&source, models::program(3).replace("as = owner", "as = owner, foreign_key = lost_id"))
        .unwrap();
    assert!(compile(&source, "metadata").unwrap_err().contains("lost_id"));
}

/// Descriptions lead to each other: what is generic about that would be followed from the first to the last.
#[test]
fn two_hundred_models_in_a_chain_are_built_at_the_default_recursion_limit() {
    let directory = tempfile::tempdir().unwrap();
    let source = directory.path().join("chain.rs");
    fs::write(&source, models::chain(200)).unwrap();
    compile(&source, "obj").unwrap_or_else(|text| panic!("{text}"));
}
