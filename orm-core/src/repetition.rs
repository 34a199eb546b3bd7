//! The guard against associations that are asked for row by row, where an include would ask once.
use std::collections::HashMap;
use std::collections::hash_map::{DefaultHasher, Entry};
use std::hash::{Hash, Hasher};
use std::panic::Location;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, PoisonError};
use std::task::Poll;
use std::time::{Duration, Instant};

use crate::association::keys::RowKey;
use crate::model::Model;
use crate::schema::ModelDescription;
use crate::session::Session;
use crate::store::key_of;

/// A pause that ends a burst: what asks again after it is not the same loop any more.
const PAUSE: Duration = Duration::from_secs(1);

/// How many call sites are kept account of before those are forgotten that are silent.
const KEPT: usize = 1024;

/// How an association is asked for.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Way {
    /// `get_tasks`.
    Get,
    /// `count_tasks`.
    Count,
    /// `has_task`, with the fields that say which row is meant.
    Has(&'static ModelDescription, &'static [usize]),
}

/// Who asks for the association of which row, and where.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Asked {
    way: Way,
    source: &'static ModelDescription,
    association: &'static str,
    row: u64,
    site: &'static Location<'static>,
}

/// One place in a program, in one task.
#[derive(Debug, PartialEq, Eq, Hash)]
struct Place {
    site: &'static Location<'static>,
    source: u64,
    association: &'static str,
    /// What wakes the task, so that requests which are served at once do not count as one.
    task: usize,
}

#[derive(Debug)]
struct Burst {
    rows: u32,
    last_row: u64,
    last: Instant,
}

/// What was asked lately, if anybody wants to know.
#[derive(Debug, Default)]
pub(crate) struct Guard {
    /// How many rows are one too many; 0 if nobody wants to know.
    threshold: AtomicU32,
    bursts: Mutex<HashMap<Place, Burst>>,
}

impl Guard {
    pub(crate) fn set(&self, threshold: u32) {
        self.threshold.store(threshold, Ordering::Relaxed);
    }

    #[inline]
    fn is_on(&self) -> bool {
        self.threshold.load(Ordering::Relaxed) != 0
    }

    /// Whether this is the row that makes it too many; once for a burst.
    fn exceeds(&self, asked: &Asked, task: usize) -> bool {
        let threshold = self.threshold.load(Ordering::Relaxed);
        let (source, now) = (asked.source.identity, Instant::now());
        let place = Place { site: asked.site, source, association: asked.association, task };
        let mut bursts = self.bursts.lock().unwrap_or_else(PoisonError::into_inner);
        if bursts.len() >= KEPT {
            bursts.retain(|_, burst| now.duration_since(burst.last) < PAUSE);
        }
        match bursts.entry(place) {
            Entry::Vacant(entry) => {
                entry.insert(Burst { rows: 1, last_row: asked.row, last: now });
                threshold == 1
            }
            Entry::Occupied(mut entry) => {
                let burst = entry.get_mut();
                if now.duration_since(burst.last) >= PAUSE {
                    *burst = Burst { rows: 0, last_row: !asked.row, last: now };
                }
                burst.last = now;
                // The same row again is no list of rows: somebody waits for it to change, say.
                if burst.last_row == asked.row {
                    return false;
                }
                burst.last_row = asked.row;
                burst.rows = burst.rows.saturating_add(1);
                burst.rows == threshold
            }
        }
    }
}

impl Asked {
    /// Nothing, unless somebody wants to know; boxed, so that it makes no query larger.
    #[inline]
    pub(crate) fn of<M: Model>(
        session: Session<'_>,
        (way, association): (Way, &'static str),
        row: &M,
        site: &'static Location<'static>,
    ) -> Option<Box<Self>> {
        session.db().guard().is_on().then(|| {
            let mut hasher = DefaultHasher::new();
            RowKey(key_of(row)).hash(&mut hasher);
            Box::new(Self { way, source: M::DESCRIPTION, association, row: hasher.finish(), site })
        })
    }

    /// Reports it, if it is one too many.
    pub(crate) async fn report(self, session: Session<'_>) {
        let task = std::future::poll_fn(|context| Poll::Ready(context.waker().data().addr())).await;
        let guard = session.db().guard();
        if guard.exceeds(&self, task) {
            self.warn(guard.threshold.load(Ordering::Relaxed));
        }
    }

    fn warn(&self, rows: u32) {
        let Self { way, source, association, site, .. } = self;
        let path = format!("{}::{}", source.name, association.to_uppercase());
        let include = match way {
            Way::Get => path.clone(),
            Way::Count => format!("{path}.count()"),
            Way::Has(target, key) => format!("{path}.select({})", columns(target, key)),
        };
        let instead = format!("{}::query().include({include})", source.name);
        let plural = source.plural.replace('_', " ");
        tracing::warn!(
            association = format!("{}.{association}", source.name),
            rows,
            "`{path}` was asked for {rows} {plural} one by one at {site}; `{instead}` asks once"
        );
    }
}

/// `Task::ID`, or a tuple.
fn columns(model: &ModelDescription, positions: &[usize]) -> String {
    let name =
        |&position: &usize| format!("{}::{}", model.name, model.columns[position].field.to_uppercase());
    let names: Vec<_> = positions.iter().map(name).collect();
    if names.len() == 1 { names.concat() } else { format!("({})", names.join(", ")) }
}
