//! A driver that lies outside of the workspace works with the library as it is: its own tests pass.
use std::path::Path;
use std::process::Command;

#[test]
fn runs_without_a_change_to_the_library() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let driver = root.join("tests/third_driver");
    // The versions that are here already; what the driver has no use for is left out of the copy.
    std::fs::copy(root.join("Cargo.lock"), driver.join("Cargo.lock")).expect("the workspace has a lock file");
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(["test", "--offline", "--quiet", "--target-dir"]).arg(root.join("target/third_driver"));
    for (name, _) in std::env::vars_os() {
        let text = name.to_string_lossy();
        if text.starts_with("CARGO_PKG_") || text.starts_with("CARGO_MANIFEST_") {
            cargo.env_remove(&name);
        }
    }
    let output = cargo.current_dir(driver).output().expect("cargo runs");
    let (said, errors) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{said}\n{errors}");
    assert!(said.contains("3 passed"), "its tests have run: {said}");
}
