//! All rows of a table of some size.
use super::Workload;
use crate::data::people;

pub(super) fn workload(rows: usize, name: &'static str, times: usize) -> Workload {
    Workload {
        name,
        setup: people(rows),
        reset: None,
        times,
        rows,
        run: Box::new(|peer, times| peer.load(times)),
    }
}
