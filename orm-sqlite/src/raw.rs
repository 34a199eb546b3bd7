//! The only module with `unsafe`: one SQLite connection and its statements, behind a safe interface.
//!
//! What makes it sound, in the order in which it is relied upon:
//!
//! 1. **One owner.** [`Handle`] owns the `SqliteConnection` that opened the database and never gives it out, so sqlx's
//!    worker thread waits for commands that do not come while we call SQLite. The handle is therefore touched by one
//!    thread at a time, which is all that `SQLITE_OPEN_NOMUTEX` asks for: [`Handle`] is `Send`, and every call that
//!    changes something takes `&mut self`.
//! 2. **Statements do not leave.** A statement lives in a slot of its `Handle` and is named by a [`StatementId`]. A stale
//!    id gives a null pointer, which SQLite answers with `SQLITE_MISUSE` (or zero), never with a wild access.
//! 3. **Arguments outlive their binding.** Texts and blobs are bound without a copy (`SQLITE_STATIC`); the slot owns them,
//!    unchanged, until the bindings are cleared or the statement is finalized. Moving a `Vec<Value>` moves no buffer.
//! 4. **Cells are borrowed from the row.** A [`RawRow`] borrows the `Handle`, so no step, reset or finalize can happen
//!    while a cell is looked at; it reads each cell in its own type, so that SQLite converts none in place.
//! 5. **Everything is finalized first.** Dropping a `Handle` finalizes all statements and removes the progress handler
//!    and the update hook before sqlx closes the connection, which panics otherwise.
//! 6. **The progress handler and the update hook** get a `Monitor` that lives as long as the `Handle`, and use it through
//!    shared references only; the sink that it points to only while [`Handle::step`] holds it exclusively borrowed.
#![allow(unsafe_code, reason = "rows are read straight from SQLite; facts are in the module's comment")]
use std::ffi::{CStr, c_char, c_int, c_void};
use std::fmt;
use std::marker::PhantomData;
use std::ptr::{self, NonNull};
use std::sync::Arc;

mod keys;
mod row;
mod traits;

use libsqlite3_sys as ffi;
use orm_core::Result;
use orm_core::driver::RowSink;
use orm_core::value::Value;
use sqlx::Connection as _;
use sqlx::sqlite::SqliteConnection;

use crate::error::{SqliteError, from_sqlx};
use crate::monitor::{Monitor, Watch};
pub(crate) use row::RawRow;
use traits::{Traits, is_lent};

/// How many instructions of SQLite's virtual machine run between two looks at the [`Monitor`]: some 10 µs.
const INSTRUCTIONS_PER_LOOK: c_int = 500;

/// `SQLITE_UTF8`, in the width that `sqlite3_bind_text64` wants.
const TEXT_IS_UTF8: u8 = 1;

/// A connection that is ours alone, with its prepared statements.
pub(crate) struct Handle {
    db: NonNull<ffi::sqlite3>,
    /// From a `Box`; a raw pointer, because SQLite holds it too.
    monitor: NonNull<Monitor>,
    slots: Vec<Option<Slot>>,
    longest_value: usize,
    /// Keeps the database open; `None` only while it is being closed.
    connection: Option<SqliteConnection>,
}

// SAFETY: invariant 1. The pointers inside are used by whoever holds `&mut Handle`, and by nobody else; `Monitor` is
// not `Sync` but only reached through the `Handle` and through calls into SQLite that it makes.
unsafe impl Send for Handle {}

struct Slot {
    statement: NonNull<ffi::sqlite3_stmt>,
    traits: Traits,
    /// What is bound without a copy; see invariant 3.
    arguments: Vec<Value>,
}

/// Names a statement of one [`Handle`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct StatementId(usize);

/// Whether a statement is kept, so that SQLite allocates it accordingly.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Lifetime {
    Kept,
    Once,
}

/// What came of preparing: the statement, unless the text held only space and comments, and how much was read.
pub(crate) struct Prepared {
    pub(crate) statement: Option<StatementId>,
    pub(crate) length: usize,
}

impl Handle {
    /// Takes over a connection that sqlx has opened and configured.
    pub(crate) async fn new(mut connection: SqliteConnection) -> Result<Self> {
        // Once per connection: in a loop, this lock deadlocks with sqlx's bounded command queue.
        let db = connection.lock_handle().await.map_err(|error| from_sqlx(error, None))?.as_raw_handle();
        let monitor = NonNull::from(Box::leak(Box::<Monitor>::default()));
        // SAFETY: `db` is open for as long as `connection` lives, and ours by invariant 1; the monitor is freed after
        // the handler is removed (invariant 5).
        let longest_value = unsafe {
            ffi::sqlite3_busy_timeout(db.as_ptr(), 0);
            ffi::sqlite3_progress_handler(
                db.as_ptr(),
                INSTRUCTIONS_PER_LOOK,
                Some(look),
                monitor.as_ptr().cast(),
            );
            ffi::sqlite3_limit(db.as_ptr(), ffi::SQLITE_LIMIT_LENGTH, -1)
        };
        Ok(Self {
            db,
            monitor,
            slots: Vec::new(),
            longest_value: usize::try_from(longest_value).unwrap_or(usize::MAX),
            connection: Some(connection),
        })
    }

    /// Closes the connection and waits until the file is let go.
    pub(crate) async fn close(mut self) {
        self.finalize_all();
        if let Some(connection) = self.connection.take() {
            // A worker that is gone has closed the database already.
            let _ = connection.close().await;
        }
    }

    /// The longest text or blob, in bytes, that the database takes.
    pub(crate) fn longest_value(&self) -> usize {
        self.longest_value
    }

    /// What a statement consults while it runs.
    pub(crate) fn monitor(&self) -> &Monitor {
        // SAFETY: freed only by `drop`, and only ever used through shared references.
        unsafe { self.monitor.as_ref() }
    }

    /// What another thread stops a statement with.
    pub(crate) fn watch(&self) -> &Arc<Watch> {
        self.monitor().watch()
    }

    /// Prepares the first statement of `sql`.
    pub(crate) fn prepare(&mut self, sql: &str, lifetime: Lifetime) -> Result<Prepared, SqliteError> {
        let Ok(length) = c_int::try_from(sql.len()) else {
            return Err(SqliteError::new(ffi::SQLITE_TOOBIG, "statement too long".to_owned()));
        };
        let flags = if lifetime == Lifetime::Kept { ffi::SQLITE_PREPARE_PERSISTENT } else { 0 };
        let start = sql.as_ptr().cast::<c_char>();
        let (mut statement, mut tail) = (ptr::null_mut(), start);
        // SAFETY: `sql` is valid for `length` bytes, and SQLite copies it.
        let code = unsafe {
            ffi::sqlite3_prepare_v3(self.db.as_ptr(), start, length, flags, &raw mut statement, &raw mut tail)
        };
        if code != ffi::SQLITE_OK {
            return Err(self.error(code));
        }
        // SQLite leaves the tail inside the text it was given.
        let length = (tail.addr() - start.addr()).min(sql.len());
        let statement = NonNull::new(statement).map(|statement| self.place(statement));
        Ok(Prepared { statement, length })
    }

    fn place(&mut self, statement: NonNull<ffi::sqlite3_stmt>) -> StatementId {
        let slot = Some(Slot { statement, traits: Traits::of(statement), arguments: Vec::new() });
        match self.slots.iter().position(Option::is_none) {
            Some(free) => {
                self.slots[free] = slot;
                StatementId(free)
            }
            None => {
                self.slots.push(slot);
                StatementId(self.slots.len() - 1)
            }
        }
    }

    #[inline]
    fn statement(&self, id: StatementId) -> *mut ffi::sqlite3_stmt {
        match self.slots.get(id.0) {
            Some(Some(slot)) => slot.statement.as_ptr(),
            _ => ptr::null_mut(),
        }
    }

    /// Frees a statement.
    pub(crate) fn finalize(&mut self, id: StatementId) {
        if let Some(slot) = self.slots.get_mut(id.0).and_then(Option::take) {
            // SAFETY: the slot owned the statement, and is gone.
            unsafe { ffi::sqlite3_finalize(slot.statement.as_ptr()) };
        }
    }

    fn finalize_all(&mut self) {
        for slot in self.slots.drain(..).flatten() {
            // SAFETY: the slot owned the statement; its arguments are dropped after it.
            unsafe { ffi::sqlite3_finalize(slot.statement.as_ptr()) };
        }
        if self.connection.is_some() {
            self.stop_noting_keys();
            // SAFETY: the database is open; without a handler, nothing refers to the monitor any more.
            unsafe { ffi::sqlite3_progress_handler(self.db.as_ptr(), 0, None, ptr::null_mut()) };
        }
    }

    /// Binds the arguments, which [`to_storage`](crate::value::to_storage) has brought to SQLite's own types.
    pub(crate) fn bind(&mut self, id: StatementId, arguments: Vec<Value>) -> Result<(), SqliteError> {
        if arguments.is_empty() {
            return Ok(());
        }
        let statement = self.statement(id);
        let Some(Some(slot)) = self.slots.get_mut(id.0) else {
            return Err(self.error(ffi::SQLITE_MISUSE));
        };
        // In the slot first: what is bound below must never outlive it.
        slot.arguments = arguments;
        for (number, value) in (1..).zip(&slot.arguments) {
            // SAFETY: the statement is not running (it was reset), and the slot keeps what is bound (invariant 3).
            let code = unsafe { bind(statement, number, value) };
            if code != ffi::SQLITE_OK {
                let error = self.error(code);
                self.release(id);
                return Err(error);
            }
        }
        Ok(())
    }

    /// Runs to the next row: `true` if there is one. `sink` is what the monitor may ask to begin again.
    #[inline]
    pub(crate) fn step(
        &mut self,
        id: StatementId,
        sink: Option<&mut (dyn RowSink + 'static)>,
    ) -> Result<bool, SqliteError> {
        let statement = self.statement(id);
        self.monitor().lend(sink.map(NonNull::from));
        // SAFETY: invariant 2; the monitor uses the sink only during this call (invariant 6).
        let code = unsafe { ffi::sqlite3_step(statement) };
        self.monitor().lend(None);
        match code {
            ffi::SQLITE_ROW => Ok(true),
            ffi::SQLITE_DONE => Ok(false),
            code => Err(self.error(code)),
        }
    }

    /// The row that the last [`step`](Self::step) found.
    #[inline]
    pub(crate) fn row(&self, id: StatementId) -> RawRow<'_> {
        let statement = self.statement(id);
        // SAFETY: invariant 2.
        let columns = unsafe { ffi::sqlite3_data_count(statement) };
        RawRow { statement, columns, handle: PhantomData }
    }

    /// Takes the statement back to its start; what is bound stays bound.
    pub(crate) fn rewind(&mut self, id: StatementId) {
        // SAFETY: invariant 2. The code repeats what the last step said.
        unsafe { ffi::sqlite3_reset(self.statement(id)) };
    }

    /// Takes the statement back to its start and forgets what was lent to it.
    #[inline]
    pub(crate) fn release(&mut self, id: StatementId) {
        self.rewind(id);
        let statement = self.statement(id);
        if let Some(Some(slot)) = self.slots.get_mut(id.0)
            && !slot.arguments.is_empty()
        {
            if slot.arguments.iter().any(is_lent) {
                // SAFETY: invariant 2; only now may the arguments go (invariant 3).
                unsafe { ffi::sqlite3_clear_bindings(statement) };
            }
            slot.arguments = Vec::new();
        }
    }

    /// Whether a transaction is open.
    #[inline]
    pub(crate) fn in_transaction(&self) -> bool {
        // SAFETY: the database is open.
        unsafe { ffi::sqlite3_get_autocommit(self.db.as_ptr()) == 0 }
    }

    /// How many rows the last `INSERT`, `UPDATE` or `DELETE` changed.
    pub(crate) fn changes(&self) -> u64 {
        // SAFETY: the database is open.
        u64::try_from(unsafe { ffi::sqlite3_changes64(self.db.as_ptr()) }).unwrap_or(0)
    }

    /// How many rows all statements of this connection have changed, triggers and foreign keys included.
    pub(crate) fn total_changes(&self) -> i64 {
        // SAFETY: the database is open.
        unsafe { ffi::sqlite3_total_changes64(self.db.as_ptr()) }
    }

    #[cold]
    fn error(&self, code: c_int) -> SqliteError {
        // SAFETY: the database is open; the message is copied before the next call.
        let (extended, message) = unsafe {
            let message = CStr::from_ptr(ffi::sqlite3_errmsg(self.db.as_ptr()));
            (ffi::sqlite3_extended_errcode(self.db.as_ptr()), message.to_string_lossy().into_owned())
        };
        // A misuse is not always noted in the connection.
        if extended & 0xff == code & 0xff {
            SqliteError::new(extended, message)
        } else {
            SqliteError::new(code, "the connection was used out of order".to_owned())
        }
    }
}

impl Drop for Handle {
    fn drop(&mut self) {
        self.finalize_all();
        // SAFETY: made by `new` from a box; the progress handler that used it is removed.
        drop(unsafe { Box::from_raw(self.monitor.as_ptr()) });
    }
}

impl fmt::Debug for Handle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Handle").field("statements", &self.slots.len()).finish_non_exhaustive()
    }
}

/// Binds one value, without a copy.
///
/// # Safety
///
/// The statement is null or alive and not running, and `value` stays where it is, unchanged, until the binding is cleared.
unsafe fn bind(statement: *mut ffi::sqlite3_stmt, number: c_int, value: &Value) -> c_int {
    let text = |text: &str| {
        // SAFETY: the caller's promise.
        unsafe {
            ffi::sqlite3_bind_text64(
                statement,
                number,
                text.as_ptr().cast(),
                text.len() as u64,
                ffi::SQLITE_STATIC(),
                TEXT_IS_UTF8,
            )
        }
    };
    let blob = |bytes: &[u8]| {
        // SAFETY: the caller's promise.
        unsafe {
            ffi::sqlite3_bind_blob64(
                statement,
                number,
                bytes.as_ptr().cast(),
                bytes.len() as u64,
                ffi::SQLITE_STATIC(),
            )
        }
    };
    // SAFETY: the caller's promise.
    unsafe {
        match value {
            Value::Null(_) => ffi::sqlite3_bind_null(statement, number),
            Value::Bool(value) => ffi::sqlite3_bind_int64(statement, number, i64::from(*value)),
            Value::Integer(_, value) => ffi::sqlite3_bind_int64(statement, number, *value),
            Value::Real(value) => ffi::sqlite3_bind_double(statement, number, f64::from(*value)),
            Value::Double(value) => ffi::sqlite3_bind_double(statement, number, *value),
            Value::Text(value) | Value::Word(value) | Value::Json(value) => text(value),
            Value::Bytes(value) => blob(value),
            Value::Uuid(value) => blob(value),
            // `to_storage` leaves no other; a new kind of value must not become NULL silently.
            _ => ffi::SQLITE_MISMATCH,
        }
    }
}

/// The progress handler: anything but 0 stops the statement.
///
/// # Safety
///
/// `monitor` is the `Monitor` of the `Handle` whose statement runs.
unsafe extern "C" fn look(monitor: *mut c_void) -> c_int {
    // SAFETY: invariant 6.
    let monitor = unsafe { &*monitor.cast_const().cast::<Monitor>() };
    // SAFETY: `step` holds the sink exclusively borrowed while SQLite runs, and uses it for nothing else.
    let restart = |mut sink: NonNull<dyn RowSink>| unsafe { sink.as_mut() }.restart();
    c_int::from(monitor.stops(restart))
}
