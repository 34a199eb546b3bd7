//! What is known of a statement since it was prepared; part of the module with `unsafe`, under the invariants at its top.
use std::ptr::NonNull;

use libsqlite3_sys as ffi;
use orm_core::value::Value;

use super::{Handle, StatementId};

/// What stays as it is for as long as a statement lives, also where SQLite prepares it anew.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Traits {
    /// How many parameters it has.
    pub(crate) parameters: usize,
    /// It writes nothing by itself; also true of `COMMIT`, which makes other writes last.
    pub(crate) is_read_only: bool,
    /// It gives rows.
    pub(crate) has_columns: bool,
}

impl Traits {
    /// Asks a statement that was prepared just now.
    pub(super) fn of(statement: NonNull<ffi::sqlite3_stmt>) -> Self {
        let statement = statement.as_ptr();
        // SAFETY: nobody has finalized it yet.
        let (parameters, is_read_only, columns) = unsafe {
            let parameters = ffi::sqlite3_bind_parameter_count(statement);
            (parameters, ffi::sqlite3_stmt_readonly(statement) != 0, ffi::sqlite3_column_count(statement))
        };
        Self { parameters: usize::try_from(parameters).unwrap_or(0), is_read_only, has_columns: columns > 0 }
    }
}

impl Handle {
    /// What is known of the statement since it was prepared.
    #[inline]
    pub(crate) fn traits(&self, id: StatementId) -> Traits {
        match self.slots.get(id.0) {
            Some(Some(slot)) => slot.traits,
            _ => Traits::default(),
        }
    }
}

/// Whether a value is bound by where it lies; others SQLite copies, and may keep until the next ones are bound.
pub(super) fn is_lent(value: &Value) -> bool {
    !matches!(value, Value::Null(_) | Value::Bool(_) | Value::Integer(..) | Value::Real(_) | Value::Double(_))
}
