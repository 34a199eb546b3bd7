//! The scenarios of the reference implementation, and what holds each of them here.
//!
//! `scenarios.txt` lists their names. `oracle.md` says of each which case holds it, or why none can.
/// The names of all scenarios, a line each.
pub const NAMES: &str = include_str!("../scenarios.txt");
const TABLE: &str = include_str!("../oracle.md");

/// A scenario of the reference implementation.
#[derive(Debug, Clone, Copy)]
pub struct Scenario {
    /// `group/name`.
    pub path: &'static str,
    pub holder: Holder,
}

impl Scenario {
    pub fn group(&self) -> &'static str {
        self.path.split('/').next().unwrap_or_default()
    }
}

/// What holds a scenario.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holder {
    /// The case of this name, over every driver.
    Case(&'static str),
    /// The program does not compile, which the file shows; the table's remark says why.
    Refused(&'static str),
    /// The table has no line for it, or one that says nothing.
    Nothing,
}

/// All scenarios, in the order of their names.
pub fn scenarios() -> impl Iterator<Item = Scenario> {
    NAMES.lines().map(|path| {
        let row = rows().find(|row| path.split_once('/') == Some((row.group, row.name)));
        Scenario { path, holder: row.map_or(Holder::Nothing, holder) }
    })
}

/// A line of the table.
#[derive(Debug)]
pub struct Row {
    /// The heading that it stands under.
    pub group: &'static str,
    /// The scenario.
    pub name: &'static str,
    held_by: &'static str,
    remark: &'static str,
}

/// The lines of the table, with the headings that they stand under.
pub fn rows() -> impl Iterator<Item = Row> {
    let mut group = "";
    TABLE.lines().filter_map(move |line| {
        if let Some(heading) = line.strip_prefix("## ") {
            group = heading;
        }
        let mut cells = line.strip_prefix("| ")?.strip_suffix('|')?.split(" | ").map(str::trim);
        let (name, held_by, remark) = (cells.next()?, cells.next()?, cells.next()?);
        (name != "scenario").then_some(Row { group, name, held_by, remark })
    })
}

fn holder(row: Row) -> Holder {
    match row.held_by.strip_prefix('`').and_then(|rest| rest.strip_suffix('`')) {
        Some(file) if file.ends_with(".rs") && !row.remark.is_empty() => Holder::Refused(file),
        Some(case) if case.contains("::") => Holder::Case(case),
        _ => Holder::Nothing,
    }
}
