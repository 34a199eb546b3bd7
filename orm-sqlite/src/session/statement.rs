//! Steps statements and scripts: how far one goes before it waits, moves to another thread, or is over.
use std::time::{Duration, Instant};

use orm_core::driver::{Flow, Outcome, RowSink};
use orm_core::{Error, ErrorKind, Result};

use super::counted::Counting;
use crate::error::{SqliteError, from_native};
use crate::monitor::Monitor;
use crate::raw::{Handle, Lifetime, StatementId};

/// For how long a statement on the async thread gives rows before it lets other tasks run; less than it may compute in all
/// before it moves to another thread.
const SLICE: Duration = Duration::from_micros(150);

/// After how many rows the clock is read: it takes as long as half a row.
const ROWS_PER_LOOK: u32 = 32;

#[derive(Debug)]
pub(super) struct Statement {
    pub(super) id: StatementId,
    pub(super) sink: Option<Box<dyn RowSink>>,
    pub(super) nature: Nature,
    pub(super) lifetime: Lifetime,
    pub(super) counting: Option<Counting>,
    pub(super) changes_before: i64,
    /// It stands on a row: it is not over.
    pub(super) has_rows: bool,
}

/// What a statement does, as far as it decides where it may run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Nature {
    /// Reads rows; may be stopped and begun again.
    Read,
    /// Begins or ends a savepoint, or rolls back: never waits for a disk.
    Savepoint,
    /// Commits, attaches a database.
    Control,
    /// Changes the database; must run to its end.
    Write,
}

impl Nature {
    pub(super) fn of(handle: &Handle, id: StatementId, sql: &str) -> Self {
        let traits = handle.traits(id);
        match (traits.is_read_only, traits.has_columns) {
            (false, _) => Self::Write,
            (true, false)
                if ["savepoint", "release", "rollback"].iter().any(|word| starts_with(sql, word)) =>
            {
                Self::Savepoint
            }
            (true, false) => Self::Control,
            // One may well write a checkpoint.
            (true, true) if starts_with(sql, "pragma") => Self::Control,
            (true, true) => Self::Read,
        }
    }
}

pub(super) fn starts_with(sql: &str, word: &str) -> bool {
    sql.trim_start().get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word))
}

/// Where a job runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// On the async thread, for a bounded time.
    Here,
    /// On a thread that may block.
    Blocking,
}

/// How far a job came.
#[derive(Debug)]
pub(crate) enum Progress {
    Done(Outcome),
    /// The sink wants [`Session::sink`] drained first.
    Paused,
    /// It stands on a row, and other tasks should have a turn.
    Slice,
    /// It has been on the async thread for long enough.
    Late,
    /// Another connection holds a lock; nothing was done yet.
    Busy(SqliteError),
}

/// Prepares a text that must be one statement: what follows it would be dropped silently.
pub(super) fn prepare_sole(handle: &mut Handle, sql: &str, lifetime: Lifetime) -> Result<StatementId> {
    let prepared = handle.prepare(sql, lifetime).map_err(from_native)?;
    let Some(statement) = prepared.statement else {
        return Err(Error::new(ErrorKind::InvalidInput, "the text holds no statement"));
    };
    let mut rest = sql.get(prepared.length..).unwrap_or_default();
    while !rest.trim_matches(|c: char| c.is_whitespace() || c == ';').is_empty() {
        // Only comments may be left.
        match handle.prepare(rest, Lifetime::Once) {
            Ok(next) if next.statement.is_none() && next.length > 0 => {
                rest = rest.get(next.length..).unwrap_or_default();
            }
            next => {
                if let Some(second) = next.ok().and_then(|next| next.statement) {
                    handle.finalize(second);
                }
                handle.finalize(statement);
                let message = "the text holds more than one statement; run them one by one, or as a script";
                return Err(Error::new(ErrorKind::InvalidInput, message));
            }
        }
    }
    Ok(statement)
}

/// What a statement does in one turn.
#[derive(Debug, Default)]
struct Slice {
    rows: u32,
    /// When it began, as far as the clock was read: many statements are over before.
    begin: Option<Instant>,
}

impl Slice {
    /// Counts a row, and says whether it was the last one of the turn.
    #[inline]
    fn is_over(&mut self, monitor: &Monitor) -> bool {
        self.rows += 1;
        if !self.rows.is_multiple_of(ROWS_PER_LOOK) {
            return false;
        }
        let now = Instant::now();
        // What it computed before its first row counts as well.
        now.duration_since(*self.begin.get_or_insert(monitor.since().unwrap_or(now))) >= SLICE
    }
}

impl Statement {
    pub(super) fn advance(&mut self, handle: &mut Handle, place: Place) -> Result<Progress> {
        let mut slice = Slice::default();
        loop {
            match handle.step(self.id, self.sink.as_deref_mut()) {
                Ok(true) => {}
                Ok(false) => {
                    // One step more would run it anew.
                    self.has_rows = false;
                    break;
                }
                Err(error) => return self.stopped(handle, error),
            }
            self.has_rows = true;
            let is_due = handle.monitor().note_row();
            let flow = match &mut self.sink {
                Some(sink) => sink.row(&handle.row(self.id))?,
                None => Flow::More,
            };
            match flow {
                Flow::Stop => break,
                Flow::Pause => return Ok(Progress::Paused),
                Flow::More if place == Place::Here && handle.monitor().is_late() => {
                    return Ok(Progress::Late);
                }
                Flow::More if place == Place::Here && (is_due || slice.is_over(handle.monitor())) => {
                    return Ok(Progress::Slice);
                }
                Flow::More => {}
            }
        }
        Ok(Progress::Done(Outcome::default()))
    }

    #[cold]
    fn stopped(&mut self, handle: &mut Handle, error: SqliteError) -> Result<Progress> {
        if error.is_interrupt() && handle.monitor().is_late() {
            // The sink has forgotten its rows.
            self.has_rows = false;
            handle.rewind(self.id);
            return Ok(Progress::Late);
        }
        if error.is_busy() && (!self.has_rows || self.was_undone(handle)) {
            self.has_rows = false;
            handle.rewind(self.id);
            return Ok(Progress::Busy(error));
        }
        handle.rewind(self.id);
        self.has_rows = false;
        Err(from_native(error))
    }

    /// Whether a write that has given rows left no trace and can be run again.
    ///
    /// Outside a transaction, SQLite commits after the last row. Where a reader keeps it from that, as in memory, it
    /// rolls the write back.
    fn was_undone(&mut self, handle: &Handle) -> bool {
        self.nature == Nature::Write
            && !handle.in_transaction()
            && self.sink.as_mut().is_none_or(|sink| sink.restart())
    }

    /// Lets a write finish whose rows nobody wants any more.
    ///
    /// Its changes were made before its first row, but SQLite checks foreign keys after its last.
    pub(super) fn run_out(&mut self, handle: &mut Handle) -> Result<(), SqliteError> {
        while self.nature == Nature::Write && self.has_rows {
            self.has_rows = handle.step(self.id, None).inspect_err(|_| self.has_rows = false)?;
        }
        Ok(())
    }
}

/// Runs the statements of a script from `position` on.
pub(super) fn run_script(handle: &mut Handle, sql: &str, position: &mut usize) -> Result<Progress> {
    while let Some(rest) = sql.get(*position..).filter(|rest| !rest.is_empty()) {
        let prepared = handle.prepare(rest, Lifetime::Once);
        let prepared = match prepared {
            Err(error) if error.is_busy() => return Ok(Progress::Busy(error)),
            prepared => prepared.map_err(from_native)?,
        };
        if let Some(id) = prepared.statement {
            let result = loop {
                match handle.step(id, None) {
                    Ok(true) => {}
                    Ok(false) => break Ok(()),
                    Err(error) => break Err(error),
                }
            };
            handle.finalize(id);
            match result {
                Err(error) if error.is_busy() => return Ok(Progress::Busy(error)),
                result => result.map_err(from_native)?,
            }
        }
        if prepared.length == 0 {
            return Err(Error::new(
                ErrorKind::InvalidInput,
                "the script holds a character that SQL has no use for",
            ));
        }
        *position += prepared.length;
    }
    Ok(Progress::Done(Outcome::default()))
}
