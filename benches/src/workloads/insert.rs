//! New rows whose key the database gives.
use super::Workload;
use crate::data::EMPTY;

pub(super) fn one() -> Workload {
    Workload {
        name: "insert 1 row",
        setup: EMPTY.to_owned(),
        reset: Some(EMPTY),
        times: 1_000,
        rows: 1,
        run: Box::new(|peer, times| peer.insert(times)),
    }
}

pub(super) fn hundred() -> Workload {
    Workload {
        name: "insert 100 rows",
        setup: EMPTY.to_owned(),
        reset: Some(EMPTY),
        times: 50,
        rows: 100,
        run: Box::new(|peer, times| peer.insert_all(100, times)),
    }
}
