//! Holds `docs/behaviours.md` to the cases and files that exist.
use std::collections::BTreeSet;
use std::ops::RangeInclusive;
use std::path::Path;

use orm_suite::case_names;

const TABLE: &str = include_str!("../../../../docs/behaviours.md");
const COUNT: usize = 418;
const MANUAL: &str = include_str!("../../../../docs/sequelize.md");

/// Numbers, what holds them, and how that differs.
fn rows() -> impl Iterator<Item = [&'static str; 3]> {
    TABLE.lines().filter_map(|line| {
        let mut cells = line.strip_prefix("| ")?.strip_suffix('|')?.split(" | ").map(str::trim);
        let row = [cells.next()?, cells.next()?, cells.next()?];
        row[0].starts_with(|c: char| c.is_ascii_digit()).then_some(row)
    })
}

/// `254, 263 to 265`.
fn numbers(cell: &str) -> impl Iterator<Item = RangeInclusive<usize>> {
    cell.split(", ").map(|part| {
        let (first, last) = part.split_once(" to ").unwrap_or((part, part));
        first.parse().unwrap()..=last.parse().unwrap()
    })
}

#[test]
fn every_behaviour_is_there_once() {
    let mut all: Vec<usize> = rows().flat_map(|[cell, ..]| numbers(cell).flatten()).collect();
    all.sort_unstable();
    assert_eq!(all, (1..=COUNT).collect::<Vec<_>>());
}

/// A row names cases and files that exist, or says why there is none.
#[test]
fn what_holds_a_behaviour_exists() {
    let cases: BTreeSet<_> = case_names().collect();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let exists = |name: &str| match name.split_once("::") {
        Some((group, "*")) => cases.iter().any(|case| case.starts_with(&format!("{group}::"))),
        Some(_) => cases.contains(name),
        None if name.ends_with(".rs") => root.join(name).exists(),
        None => root.join("tests/ui/fail").join(format!("{name}.rs")).exists(),
    };
    let mut complaints = Vec::new();
    for [behaviours, held_by, reason] in rows() {
        let names: Vec<_> = held_by.split('`').skip(1).step_by(2).collect();
        if names.is_empty() && (held_by != "–" || reason.is_empty()) {
            complaints.push(format!("{behaviours}: held by nothing, and nothing says why"));
        }
        let lost = names.into_iter().filter(|name| !exists(name));
        complaints.extend(lost.map(|name| format!("{behaviours}: there is no `{name}`")));
    }
    assert!(complaints.is_empty(), "\n{}\n", complaints.join("\n"));
}

#[test]
fn cases_that_show_the_manual_exist() {
    let cases: BTreeSet<_> = case_names().collect();
    let named =
        MANUAL.lines().flat_map(|line| line.split('`').skip(1).step_by(2)).filter(|name| name.contains("::"));
    let named: Vec<_> = named.collect();
    assert!(named.len() > 50, "the table names cases");
    for name in named {
        assert!(cases.contains(name), "there is no case `{name}`");
    }
}
