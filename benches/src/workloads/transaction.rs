//! Five statements in one transaction.
use super::Workload;
use crate::data::{KEYS, people};

pub(super) fn workload() -> Workload {
    Workload {
        name: "transaction of 5",
        setup: people(KEYS),
        reset: None,
        times: 200,
        rows: 1,
        run: Box::new(|peer, times| peer.transaction(times)),
    }
}
