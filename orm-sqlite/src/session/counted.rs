//! Inserts without `RETURNING`, which costs as much as the insert itself: SQLite reports the key of each row it stores.
use std::ffi::c_int;
use std::sync::Arc;

use orm_core::driver::{Counted, Flow, Row, RowSink, Text};
use orm_core::schema::ModelDescription;
use orm_core::value::{Value, ValueRef};
use orm_core::{Error, ErrorKind, Result};

use super::{Ready, Session};
use crate::error::SqliteError;
use crate::raw::{Lifetime, StatementId};

/// What the schema says of a table, as far as it decides whether reports tell the keys of new rows.
#[derive(Debug, Clone, Copy, Default)]
struct Table {
    /// The key is the row id, which is what SQLite reports.
    keyed_by_row_id: bool,
    /// No trigger stores further rows.
    without_triggers: bool,
}

/// Whether reports tell the keys, as of so many preparations of the statement.
#[derive(Debug, Clone, Copy)]
pub(super) struct Certainty {
    repreparations: c_int,
    certain: bool,
}

/// An insert that runs without `RETURNING`.
#[derive(Debug, Clone, Copy)]
pub(super) struct Counting {
    pub(super) model: &'static ModelDescription,
    repreparations: c_int,
}

impl Session {
    /// Prepares a text, or the shorter one that gives the same.
    #[inline]
    pub(crate) fn prepare_either(&mut self, text: &Arc<Text>, counted: Option<&Counted>) -> Result<Ready> {
        match counted {
            Some(counted) => self.prepare_counted(text, counted),
            None => self.prepare(text),
        }
    }

    fn prepare_counted(&mut self, text: &Arc<Text>, counted: &Counted) -> Result<Ready> {
        let ready = self.prepare(&counted.text)?;
        let Ready { id, lifetime, .. } = ready;
        if lifetime == Lifetime::Kept && self.is_certain(id, counted.model) {
            let repreparations = self.handle.repreparations(id);
            let counting = Some(Counting { model: counted.model, repreparations });
            return Ok(Ready { id, lifetime, counting });
        }
        self.put_away(id, lifetime);
        self.prepare(text)
    }

    /// Whether reports tell the keys, as far as is known before the statement runs.
    fn is_certain(&mut self, id: StatementId, model: &'static ModelDescription) -> bool {
        let repreparations = self.handle.repreparations(id);
        match self.certainties.get(&id) {
            Some(known) if known.repreparations == repreparations => known.certain,
            _ => {
                // Whoever cannot look, because the schema is locked say, is not sure, and looks again.
                let Ok(table) = self.look_at(model) else { return false };
                let certain = table.keyed_by_row_id && table.without_triggers;
                self.certainties.insert(id, Certainty { repreparations, certain });
                certain
            }
        }
    }

    /// Gives the sink the keys that were noted, unless they may be others than `RETURNING` would have given.
    pub(super) fn give_keys(
        &mut self,
        (id, counting): (StatementId, Counting),
        sink: Option<&mut Box<dyn RowSink>>,
        stored: u64,
    ) -> Result<()> {
        // Rows that triggers store are reported, too, but not counted as changes of the statement itself.
        let mut certain = u64::try_from(self.handle.new_keys().len()) == Ok(stored);
        // The schema may have changed after the look at it; then SQLite prepared the statement anew.
        if certain && self.handle.repreparations(id) != counting.repreparations {
            certain = self.look_at(counting.model).is_ok_and(|table| table.keyed_by_row_id);
        }
        if !certain {
            return Err(uncertain(counting.model));
        }
        let Some(sink) = sink else { return Ok(()) };
        let mut at = 0;
        while let Some(key) = self.handle.new_keys().get(at) {
            if sink.row(&KeyRow(key))? == Flow::Stop {
                break;
            }
            at += 1;
        }
        Ok(())
    }

    fn look_at(&mut self, model: &'static ModelDescription) -> Result<Table, SqliteError> {
        let [key] = model.key else { return Ok(Table::default()) };
        let schema = model.schema.unwrap_or("main");
        let Some(id) = self.handle.prepare(&look(schema), Lifetime::Once)?.statement else {
            return Ok(Table::default());
        };
        let names = [model.table, model.columns[*key].name, schema];
        let arguments = names.into_iter().map(|name| Value::Text(name.to_owned())).collect();
        let found = self.handle.bind(id, arguments).and_then(|()| self.handle.step(id, None)).map(|_| {
            let row = self.handle.row(id);
            let is_true = |index| matches!(row.get(index), Ok(ValueRef::Integer(1)));
            Table { keyed_by_row_id: is_true(0), without_triggers: is_true(1) }
        });
        self.handle.finalize(id);
        found
    }
}

/// The question whether a table's key is its row id, and whether it has no triggers.
///
/// A key that is no row id has an index of its own. A temporary table would hide the one that is meant.
fn look(schema: &str) -> String {
    let schema = schema.replace('"', "\"\"");
    format!(
        "SELECT EXISTS (SELECT 1 FROM \"{schema}\".sqlite_schema \
         WHERE type = 'table' AND tbl_name = ?1 COLLATE NOCASE) \
         AND EXISTS (SELECT 1 FROM pragma_table_xinfo(?1, ?3) \
         WHERE pk = 1 AND name = ?2 COLLATE NOCASE AND type = 'INTEGER' COLLATE NOCASE) \
         AND NOT EXISTS (SELECT 1 FROM pragma_index_list(?1, ?3) WHERE origin = 'pk') \
         AND NOT EXISTS (SELECT 1 FROM temp.sqlite_schema WHERE type = 'table' AND name = ?1 COLLATE NOCASE), \
         NOT EXISTS (SELECT 1 FROM \"{schema}\".sqlite_schema \
         WHERE type = 'trigger' AND tbl_name = ?1 COLLATE NOCASE) \
         AND NOT EXISTS (SELECT 1 FROM temp.sqlite_schema WHERE type = 'trigger' AND tbl_name = ?1 COLLATE NOCASE)"
    )
}

#[cold]
fn uncertain(model: &ModelDescription) -> Error {
    let message = format!(
        "new rows of `{}` were stored together with others, by a trigger that was made meanwhile, so that their keys are \
         not known; look for them, unless a transaction around this is rolled back",
        model.name
    );
    Error::new(ErrorKind::Database, message)
}

/// A row with nothing but a key.
struct KeyRow(i64);

impl Row for KeyRow {
    fn get(&self, index: usize) -> Result<ValueRef<'_>> {
        if index == 0 {
            return Ok(ValueRef::Integer(self.0));
        }
        Err(Error::new(
            ErrorKind::Decode,
            format!("the row has no column {index}, but only the key of the new row"),
        ))
    }

    fn len(&self) -> usize {
        1
    }

    fn name(&self, _index: usize) -> Option<&str> {
        None
    }
}
