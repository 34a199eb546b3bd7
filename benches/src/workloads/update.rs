//! All columns of a row, written by its key.
use super::Workload;
use crate::data::{KEYS, people};

pub(super) fn workload() -> Workload {
    Workload {
        name: "update 1 row",
        setup: people(KEYS),
        reset: None,
        times: 1_000,
        rows: 1,
        run: Box::new(|peer, times| peer.update(times)),
    }
}
