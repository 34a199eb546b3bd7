//! One row by its key.
use super::Workload;
use crate::data::{KEYS, people};

pub(super) fn workload() -> Workload {
    Workload {
        name: "one row by key",
        setup: people(KEYS),
        reset: None,
        times: 2_000,
        rows: 1,
        run: Box::new(|peer, times| peer.find(times)),
    }
}
