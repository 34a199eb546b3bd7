//! toasty on SQLite, which is a program of its own: it wants another libsqlite3-sys than sqlx does.
use std::path::Path;
use std::process::{Command, Stdio};

use orm_bench_harness::measure::Measurement;

use crate::runs::Choice;

fn program() -> Command {
    let manifest = concat!(env!("CARGO_MANIFEST_DIR"), "/toasty/Cargo.toml");
    let mut command = Command::new("cargo");
    command.args(["run", "--quiet", "--release", "--features", "sqlite", "--manifest-path", manifest]);
    command.args(["--target-dir", concat!(env!("CARGO_MANIFEST_DIR"), "/target"), "--"]);
    command.stderr(Stdio::inherit());
    command
}

fn output(command: &mut Command) -> String {
    let output = command.output().expect("cargo runs");
    assert!(output.status.success(), "toasty's program failed");
    String::from_utf8(output.stdout).expect("it writes text")
}

/// Measures it beside the same raw calls.
///
/// # Panics
///
/// If its program cannot be built or fails.
#[must_use]
pub fn sqlite(choice: &Choice) -> Vec<Measurement> {
    let mut command = program();
    let extent = choice.extent;
    command.args([
        extent.rounds.to_string(),
        extent.budget.as_millis().to_string(),
        choice.short.to_string(),
    ]);
    command.args(&choice.workload);
    let all: Vec<Measurement> = serde_json::from_str(&output(&mut command)).expect("it writes measurements");
    all.into_iter().filter(|one| one.peer == "toasty").collect()
}

/// Loads all people of a database in a file, and gives what the process held before and at most, in bytes.
///
/// # Panics
///
/// If its program cannot be built or fails.
#[must_use]
pub fn memory(file: &Path, load: bool) -> u64 {
    let mut command = program();
    command.args(["memory", &format!("sqlite:{}", file.display()), &load.to_string()]);
    output(&mut command).trim().parse().expect("it writes a number")
}
