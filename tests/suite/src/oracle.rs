//! Holds `oracle.md` to the cases that exist.

#[test]
fn every_case_that_the_table_names_exists() {
    let table = include_str!("../oracle.md");
    let held = table.lines().filter_map(|line| line.split(" | ").nth(1)?.strip_prefix('`')?.strip_suffix('`'));
    let held: Vec<_> = held.collect();
    assert!(!held.is_empty());
    for name in held {
        assert!(crate::cases::all().any(|case| case.name == name), "there is no case `{name}`");
    }
}

#[test]
fn no_two_cases_have_one_name() {
    let mut names: Vec<_> = crate::cases::all().map(|case| case.name).collect();
    names.sort_unstable();
    let count = names.len();
    names.dedup();
    assert_eq!(names.len(), count);
}
