//! The first row of a query that is built anew each time, with a condition, an order and a limit.
use super::Workload;
use crate::data::{KEYS, people};

pub(super) fn workload() -> Workload {
    Workload {
        name: "first row of a query",
        setup: people(KEYS),
        reset: None,
        times: 500,
        rows: 1,
        run: Box::new(|peer, times| peer.first(times)),
    }
}
