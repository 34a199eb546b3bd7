//! Counts the statements that are sent, by their spans.
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use tracing::span::{Attributes, Id};
use tracing::subscriber::DefaultGuard;
use tracing_subscriber::layer::{Context, Layer, SubscriberExt as _};

#[derive(Clone, Default)]
struct Counter(Arc<AtomicU64>);

impl<S: tracing::Subscriber> Layer<S> for Counter {
    fn on_new_span(&self, attributes: &Attributes<'_>, _: &Id, _: Context<'_, S>) {
        if attributes.metadata().name() == "statement" {
            self.0.fetch_add(1, Ordering::Relaxed);
        }
    }
}

/// Sends a statement that is counted, before any case runs.
///
/// `tracing` asks who wants a span when it meets it for the first time. Meeting it in one thread while another one begins
/// to count, it can miss the other one, and then never asks again.
pub(crate) fn make_known() {
    let statements = Statements::count();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let db = orm::connect("sqlite::memory:").await.unwrap();
        orm::sql("SELECT 1").execute(&db).await.unwrap();
    });
    assert_eq!(statements.sent(), 1);
}

/// Counts what the case sends while it lives; what other tasks send does not count.
pub(crate) struct Statements {
    counter: Counter,
    _guard: DefaultGuard,
}

impl Statements {
    pub(crate) fn count() -> Self {
        let counter = Counter::default();
        let subscriber = tracing_subscriber::registry().with(counter.clone());
        Self { counter, _guard: tracing::subscriber::set_default(subscriber) }
    }

    /// How many were sent since the last call.
    pub(crate) fn sent(&self) -> u64 {
        self.counter.0.swap(0, Ordering::Relaxed)
    }
}
