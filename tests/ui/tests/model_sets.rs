//! Random sets of models: valid ones compile, broken ones give the one error that is expected, at its line.
//!
//! `MODEL_SETS=5000 MODEL_SEED=7 cargo test -p orm-ui --test model_sets` for more of them.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests fail by panicking")]
#[path = "../../compile/dice.rs"]
mod dice;
#[path = "model_sets/set.rs"]
mod set;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use dice::Dice;
use set::{Break, Set, write};

fn number(name: &str, default: u64) -> u64 {
    std::env::var(name).map_or(default, |text| text.parse().expect("a number"))
}

/// A crate with a module per set, beside what the UI tests have built already.
fn package(name: &str, sets: &[Set]) -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).unwrap();
    let directory = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let source = directory.join("src");
    let _ = fs::remove_dir_all(&source);
    fs::create_dir_all(&source).unwrap();
    let manifest = format!(
        "[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n\
         [dependencies]\norm = {{ path = {root:?} }}\n\n[workspace]\n"
    );
    fs::write(directory.join("Cargo.toml"), manifest).unwrap();
    fs::copy(root.join("Cargo.lock"), directory.join("Cargo.lock")).unwrap();
    let modules: String = (0..sets.len()).map(|number| format!("pub mod set{number};\n")).collect();
    fs::write(source.join("lib.rs"), format!("#![allow(dead_code)]\n{modules}")).unwrap();
    for (number, set) in sets.iter().enumerate() {
        fs::write(source.join(format!("set{number}.rs")), &set.source).unwrap();
    }
    directory
}

/// The errors of each module: line and text.
fn errors(directory: &Path) -> BTreeMap<String, Vec<(usize, String)>> {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(["check", "--offline", "--message-format=json"]).current_dir(directory);
    cargo.env("CARGO_TARGET_DIR", Path::new(env!("CARGO_TARGET_TMPDIR")).join("../tests/trybuild"));
    let output = cargo.output().unwrap();
    let mut found: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for line in String::from_utf8(output.stdout).unwrap().lines() {
        let message: serde_json::Value = serde_json::from_str(line).unwrap();
        let message = &message["message"];
        let spans = message["spans"].as_array();
        let Some(span) = spans.and_then(|spans| spans.iter().find(|span| span["is_primary"] == true)) else {
            continue;
        };
        // What a macro wrote stands where the macro is called.
        let mut span = span;
        while !span["expansion"].is_null() {
            span = &span["expansion"]["span"];
        }
        if message["level"] == "error" {
            let file = span["file_name"].as_str().unwrap().to_owned();
            let place = usize::try_from(span["line_start"].as_u64().unwrap()).unwrap();
            found.entry(file).or_default().push((place, message["message"].as_str().unwrap().to_owned()));
        }
    }
    let is_known = output.status.success() || !found.is_empty();
    assert!(is_known, "{}", String::from_utf8_lossy(&output.stderr));
    found
}

#[test]
fn sets_compile_unless_they_are_broken() {
    let (count, seed) = (number("MODEL_SETS", 240), number("MODEL_SEED", 1));
    let mut dice = Dice(seed);
    let valid: Vec<_> = (0..count).map(|_| write(&mut dice, None)).collect();
    let found = errors(&package("valid_model_sets", &valid));
    assert!(found.is_empty(), "seed {seed}: {found:#?}");
    for (phase, breaks) in Break::PHASES.iter().enumerate() {
        check_broken(&mut dice, (phase, breaks), count / 6);
    }
}

fn check_broken(dice: &mut Dice, (phase, breaks): (usize, &[Break]), count: u64) {
    let kinds: Vec<_> = (0..count).map(|_| breaks[dice.below(breaks.len())]).collect();
    let sets: Vec<_> = kinds.iter().map(|kind| write(dice, Some(*kind))).collect();
    let mut found = errors(&package(&format!("broken_model_sets_{phase}"), &sets));
    for (number, (kind, set)) in kinds.iter().zip(&sets).enumerate() {
        let errors = found.remove(&format!("src/set{number}.rs")).unwrap_or_default();
        let is_expected = matches!(errors.as_slice(), [(line, text)]
            if Some(*line) == set.wrong && text.contains(kind.says()));
        assert!(is_expected, "{kind:?}, wrong at {:?}: {errors:#?}\n{}", set.wrong, set.source);
    }
    assert!(found.is_empty(), "errors elsewhere: {found:#?}");
}
