//! Valid programs that look odd have no warning of clippy, not even a pedantic one.
#![allow(clippy::unwrap_used, reason = "tests fail by panicking")]
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A package whose binaries are the programs in `pass/`, beside what the UI tests have built already.
fn package() -> PathBuf {
    let own = Path::new(env!("CARGO_MANIFEST_DIR"));
    let root = own.ancestors().nth(2).unwrap();
    let directory = Path::new(env!("CARGO_TARGET_TMPDIR")).join("odd_programs");
    let programs = directory.join("src/bin");
    let _ = fs::remove_dir_all(&programs);
    fs::create_dir_all(&programs).unwrap();
    // The limits that clippy has by itself, as in a program of a user: not those of this workspace.
    fs::write(directory.join("clippy.toml"), "").unwrap();
    let manifest = format!(
        "[package]\nname = \"odd_programs\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n\
         [dependencies]\norm = {{ path = {root:?} }}\n\n[workspace]\n"
    );
    fs::write(directory.join("Cargo.toml"), manifest).unwrap();
    fs::copy(root.join("Cargo.lock"), directory.join("Cargo.lock")).unwrap();
    for program in fs::read_dir(own.join("pass")).unwrap().map(|entry| entry.unwrap().path()) {
        if program.extension().is_some_and(|end| end == "rs") {
            fs::copy(&program, programs.join(program.file_name().unwrap())).unwrap();
        }
    }
    directory
}

#[test]
fn odd_programs_have_no_warning() {
    let is_installed = Command::new(env!("CARGO"))
        .args(["clippy", "--version"])
        .output()
        .is_ok_and(|out| out.status.success());
    assert!(
        is_installed,
        "clippy is not installed here, so nothing was checked: `rustup component add clippy`"
    );
    let mut clippy = Command::new(env!("CARGO"));
    clippy.args(["clippy", "--offline", "--bins", "--", "-D", "warnings", "-W", "clippy::pedantic"]);
    clippy.current_dir(package());
    clippy.env("CARGO_TARGET_DIR", Path::new(env!("CARGO_TARGET_TMPDIR")).join("../tests/trybuild"));
    let output = clippy.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}
