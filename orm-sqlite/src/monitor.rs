//! What a running statement consults every few hundred instructions: may it go on, and here? No SQLite in it.
use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::ptr::NonNull;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use orm_core::driver::RowSink;

use crate::keys::NewKeys;

/// How long a read may compute on an async thread before it is stopped and begun again on a blocking one.
pub(crate) const LONGEST_STAY: Duration = Duration::from_micros(250);

/// How another thread asks the statement of one run to stop.
#[derive(Debug, Default)]
pub(crate) struct Watch {
    /// The number of the run to stop; a number, so that a late request cannot hit the next run.
    cancelled: AtomicU64,
}

impl Watch {
    /// Stops the run of this number, if it still runs.
    pub(crate) fn cancel(&self, run: u64) {
        self.cancelled.store(run, Ordering::Relaxed);
    }
}

/// How long the current run may stay where it is.
#[derive(Debug, Clone, Copy, Default)]
enum Stay {
    #[default]
    Unbounded,
    /// The clock is read at the first look only: most statements are over before it.
    Bounded,
    Until(Instant),
}

/// Decides whether a statement goes on.
#[derive(Debug, Default)]
pub(crate) struct Monitor {
    watch: Arc<Watch>,
    run: Cell<u64>,
    stay: Cell<Stay>,
    /// The time was up, whether or not the statement could be stopped.
    late: Cell<bool>,
    /// It has given rows since it is where it is.
    gives_rows: Cell<bool>,
    /// The time was up, but the next row is near.
    due: Cell<bool>,
    sink: Cell<Option<NonNull<dyn RowSink>>>,
    keys: NewKeys,
}

impl Monitor {
    pub(crate) fn watch(&self) -> &Arc<Watch> {
        &self.watch
    }

    /// The keys of the rows that the run stores, where they are noted.
    pub(crate) fn keys(&self) -> &NewKeys {
        &self.keys
    }

    /// Begins to watch a run; 0 is no run, and cannot be cancelled.
    pub(crate) fn begin(&self, run: u64, bounded: bool) {
        self.run.set(run);
        self.stay.set(if bounded { Stay::Bounded } else { Stay::Unbounded });
        self.late.set(false);
        self.gives_rows.set(false);
        self.due.set(false);
    }

    /// Notes a row, and says whether it should be the last one of this turn.
    #[inline]
    pub(crate) fn note_row(&self) -> bool {
        self.gives_rows.set(true);
        self.due.get()
    }

    /// Whether the run has been where it is for long enough.
    pub(crate) fn is_late(&self) -> bool {
        self.late.get()
    }

    /// Since when the run is where it is, as far as the clock was read.
    pub(crate) fn since(&self) -> Option<Instant> {
        match self.stay.get() {
            Stay::Until(end) => end.checked_sub(LONGEST_STAY),
            Stay::Bounded | Stay::Unbounded => None,
        }
    }

    /// Notes whom to ask whether the statement can begin again.
    #[inline]
    pub(crate) fn lend(&self, sink: Option<NonNull<dyn RowSink>>) {
        self.sink.set(sink);
    }

    /// Whether the statement must stop; `restart` asks the sink to forget its rows.
    pub(crate) fn stops(&self, restart: impl Fn(NonNull<dyn RowSink>) -> bool) -> bool {
        let run = self.run.get();
        if run != 0 && self.watch.cancelled.load(Ordering::Relaxed) == run {
            return true;
        }
        match self.stay.get() {
            Stay::Unbounded => false,
            Stay::Bounded => {
                self.stay.set(Stay::Until(Instant::now() + LONGEST_STAY));
                false
            }
            Stay::Until(end) if Instant::now() < end => false,
            // Begun again, it would give all of its rows anew; the next one ends its turn, if it comes as soon as they did.
            Stay::Until(_) if self.gives_rows.take() => {
                self.due.set(true);
                self.stay.set(Stay::Until(Instant::now() + LONGEST_STAY));
                false
            }
            Stay::Until(_) => {
                self.late.set(true);
                self.stay.set(Stay::Unbounded);
                // A sink that panics cannot begin again; the panic must not cross SQLite's frames.
                self.sink
                    .take()
                    .is_none_or(|sink| catch_unwind(AssertUnwindSafe(|| restart(sink))).unwrap_or(false))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stay_for_too_long() {
        let end = Instant::now() + LONGEST_STAY;
        while Instant::now() <= end {
            std::hint::spin_loop();
        }
    }

    #[test]
    fn stops_whoever_gives_no_rows_and_waits_for_the_next_one_of_others() {
        let monitor = Monitor::default();
        let stops = || monitor.stops(|_| true);
        monitor.begin(1, true);
        assert!(!stops());
        stay_for_too_long();
        assert!(stops() && monitor.is_late());

        monitor.begin(2, true);
        assert!(!stops());
        assert!(!monitor.note_row());
        stay_for_too_long();
        assert!(!stops() && !monitor.is_late());
        assert!(monitor.note_row());

        monitor.begin(3, true);
        assert!(!stops());
        assert!(!monitor.note_row());
        stay_for_too_long();
        assert!(!stops());
        // The row did not come.
        stay_for_too_long();
        assert!(stops() && monitor.is_late());
    }
}
