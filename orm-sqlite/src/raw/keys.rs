//! The keys of new rows, as SQLite reports them; part of the module with `unsafe`, under the invariants at its top.
use std::ffi::{CStr, c_char, c_int, c_void};
use std::ptr;

use libsqlite3_sys as ffi;

use super::{Handle, StatementId};
use crate::keys::NewKeys;
use crate::monitor::Monitor;

impl Handle {
    /// The keys noted since [`note_keys`](Self::note_keys).
    pub(crate) fn new_keys(&self) -> &NewKeys {
        self.monitor().keys()
    }

    /// Begins to note the keys of rows that are stored in this table.
    pub(crate) fn note_keys(&self, table: &'static str) {
        self.new_keys().begin(table);
        // SAFETY: the database is open, and the monitor is freed after the hook is removed (invariant 5).
        unsafe { ffi::sqlite3_update_hook(self.db.as_ptr(), Some(stored), self.monitor.as_ptr().cast()) };
    }

    /// Ends what [`note_keys`](Self::note_keys) began; what was noted stays.
    pub(crate) fn stop_noting_keys(&self) {
        // SAFETY: the database is open.
        unsafe { ffi::sqlite3_update_hook(self.db.as_ptr(), None, ptr::null_mut()) };
    }

    /// How often SQLite has prepared the statement anew, because the schema had changed.
    pub(crate) fn repreparations(&self, id: StatementId) -> c_int {
        let statement = self.statement(id);
        if statement.is_null() {
            return 0;
        }
        // SAFETY: invariant 2; SQLite would take no null here.
        unsafe { ffi::sqlite3_stmt_status(statement, ffi::SQLITE_STMTSTATUS_REPREPARE, 0) }
    }
}

/// The update hook: called for each row of a table with row ids.
///
/// # Safety
///
/// `monitor` is the `Monitor` of the `Handle` whose statement runs; SQLite gives `table` with a zero at its end.
unsafe extern "C" fn stored(
    monitor: *mut c_void,
    change: c_int,
    _database: *const c_char,
    table: *const c_char,
    key: ffi::sqlite3_int64,
) {
    if change == ffi::SQLITE_INSERT && !table.is_null() {
        // SAFETY: the caller's promise; both are only read, and only during this call.
        let (monitor, table) = unsafe { (&*monitor.cast_const().cast::<Monitor>(), CStr::from_ptr(table)) };
        monitor.keys().note(table, key);
    }
}
