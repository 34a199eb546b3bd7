//! Holds `oracle.md` to the list of scenarios, to the cases that exist and to the programs that do not compile.
use std::collections::BTreeSet;
use std::path::Path;

use orm_suite::case_names;
use orm_suite::oracle::{Holder, NAMES, Row, Scenario, rows, scenarios};

/// Nothing is left out, and nothing is held by what does not exist.
#[test]
fn every_scenario_is_held() {
    let cases: BTreeSet<_> = case_names().collect();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut complaints = Vec::new();
    for Scenario { path, holder } in scenarios() {
        complaints.extend(match holder {
            Holder::Case(case) if !cases.contains(case) => Some(format!("{path}: no case `{case}`")),
            Holder::Refused(file) if !root.join(file).exists() => Some(format!("{path}: no `{file}`")),
            Holder::Nothing => Some(format!("{path}: held by nothing")),
            _ => None,
        });
    }
    assert!(complaints.is_empty(), "\n{}\n", complaints.join("\n"));
}

/// A line for a scenario that does not exist, or a second one, would hold nothing.
#[test]
fn every_line_is_a_scenario() {
    let mut names: BTreeSet<_> = NAMES.lines().collect();
    assert_eq!(names.len(), NAMES.lines().count(), "a name is listed twice");
    for Row { group, name, .. } in rows() {
        assert!(
            names.remove(format!("{group}/{name}").as_str()),
            "`{group}/{name}` is no scenario, or is there twice"
        );
    }
}

#[test]
fn no_two_cases_have_one_name() {
    let mut names: Vec<_> = case_names().collect();
    names.sort_unstable();
    let count = names.len();
    names.dedup();
    assert_eq!(names.len(), count);
}
