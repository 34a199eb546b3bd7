//! What is done to a database, and in which order, to create, empty or drop the tables of a schema.
use super::{Constrained, ForeignKey, Table};
use crate::dialect::Dialect;
use crate::render::ddl;

/// One change.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Step<'t> {
    /// Creates a table, with the foreign keys for which the predicate of the plan holds.
    CreateTable(&'t Table, ForeignKeys),
    CreateIndex(&'t Table, &'t Constrained),
    /// Adds a foreign key that closes a cycle of tables, unless it is there.
    AddForeignKey(&'t Table, &'t ForeignKey),
    /// Empties a foreign key that closes a cycle, so that rows can go in any order.
    Unlink(&'t Table, &'t ForeignKey),
    DeleteRows(&'t Table),
    DropTable(&'t Table),
}

/// Which foreign keys a table is created with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ForeignKeys {
    All,
    /// Those to tables that exist by then: the first so many of the plan, and the table itself.
    Backward(usize),
}

impl Step<'_> {
    pub(crate) fn to_sql(self, tables: &[Table], dialect: &dyn Dialect) -> String {
        ddl::render(self, tables, dialect)
    }
}

/// Whether a key of the nth table points to one that comes later.
pub(crate) fn points_forward(tables: &[Table], nth: usize, key: &ForeignKey) -> bool {
    tables[nth + 1..].iter().any(|later| later.schema == key.target_schema && later.name == key.target)
}

fn forward_keys(tables: &[Table]) -> impl Iterator<Item = (&Table, &ForeignKey)> {
    tables.iter().enumerate().flat_map(move |(nth, table)| {
        let keys = table.foreign_keys.iter().filter(move |key| points_forward(tables, nth, key));
        keys.map(move |key| (table, key))
    })
}

/// Tables first, then the foreign keys that close a cycle, where the database cannot have them at once.
pub(crate) fn creation<'t>(tables: &'t [Table], dialect: &dyn Dialect) -> Vec<Step<'t>> {
    let features = dialect.features();
    // A database that can do neither is left to refuse the statement.
    let at_once = features.forward_references || !features.alter_add_constraint;
    let mut steps = Vec::new();
    for (nth, table) in tables.iter().enumerate() {
        let keys = if at_once { ForeignKeys::All } else { ForeignKeys::Backward(nth) };
        steps.push(Step::CreateTable(table, keys));
        steps.extend(table.indexes.iter().map(|index| Step::CreateIndex(table, index)));
    }
    if !at_once {
        steps.extend(forward_keys(tables).map(|(table, key)| Step::AddForeignKey(table, key)));
    }
    steps
}

/// Children before parents.
pub(crate) fn removal(tables: &[Table]) -> Vec<Step<'_>> {
    tables.iter().rev().map(Step::DropTable).collect()
}

/// Children before parents; a key that closes a cycle is emptied first, which it can be, or no row would be there.
pub(crate) fn deletion(tables: &[Table]) -> Vec<Step<'_>> {
    let unlinks = forward_keys(tables).filter(|(_, key)| key.optional);
    let mut steps: Vec<_> = unlinks.map(|(table, key)| Step::Unlink(table, key)).collect();
    steps.extend(tables.iter().rev().map(Step::DeleteRows));
    steps
}
