//! Cargo inside of a test.
use std::process::Command;

/// Builds all tests and examples, with the command that runs the tests: whatever runs now is up to date then, and any other
/// command would see other features and build everything anew.
pub(crate) fn build_all() -> Command {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(["test", "--no-run", "--offline", "--workspace", "--all-features"]);
    cargo.current_dir(env!("CARGO_MANIFEST_DIR"));
    // Build scripts of dependencies run again when these change, and a test has those of its own crate.
    for (name, _) in std::env::vars_os() {
        let text = name.to_string_lossy();
        if text.starts_with("CARGO_PKG_") || text.starts_with("CARGO_MANIFEST_") {
            cargo.env_remove(&name);
        }
    }
    cargo
}
