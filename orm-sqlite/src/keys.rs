//! The keys that an insert gives its rows, noted as SQLite reports each row that it stores. No SQLite in it.
use std::cell::{Cell, RefCell};
use std::ffi::CStr;

/// The keys of the rows that the current run has stored in one table, in their order.
#[derive(Debug, Default)]
pub(crate) struct NewKeys {
    table: Cell<&'static str>,
    /// Where the name lies that was found to be the table's: SQLite reports all rows of a table under one address.
    known: Cell<usize>,
    keys: RefCell<Vec<i64>>,
}

impl NewKeys {
    /// Begins anew, for this table.
    pub(crate) fn begin(&self, table: &'static str) {
        self.table.set(table);
        self.known.set(0);
        self.keys.borrow_mut().clear();
    }

    /// Notes a row of a table, if it is the one.
    pub(crate) fn note(&self, table: &CStr, key: i64) {
        let place = table.as_ptr().addr();
        if place != self.known.get() {
            if !table.to_bytes().eq_ignore_ascii_case(self.table.get().as_bytes()) {
                return;
            }
            self.known.set(place);
        }
        // Nothing that looks at the keys runs a statement; and no panic may cross SQLite's frames.
        if let Ok(mut keys) = self.keys.try_borrow_mut() {
            keys.push(key);
        }
    }

    /// How many rows were stored.
    pub(crate) fn len(&self) -> usize {
        self.keys.borrow().len()
    }

    /// The key of a row, counted from 0.
    pub(crate) fn get(&self, at: usize) -> Option<i64> {
        self.keys.borrow().get(at).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_the_rows_of_one_table_in_order() {
        let keys = NewKeys::default();
        keys.begin("people");
        for (table, key) in [(c"People", 7), (c"log", 1), (c"People", 8), (c"people", 9)] {
            keys.note(table, key);
        }
        assert_eq!((0..4).map(|at| keys.get(at)).collect::<Vec<_>>(), [Some(7), Some(8), Some(9), None]);
        keys.begin("log");
        assert_eq!(keys.len(), 0);
    }
}
