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
