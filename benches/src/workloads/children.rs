//! What a `has_many` leads to: ten rows by an indexed foreign key.
use super::Workload;
use crate::data::{KEYS, PETS, people_with_pets};

pub(super) fn workload() -> Workload {
    Workload {
        name: "10 children of a row",
        setup: people_with_pets(KEYS),
        reset: None,
        times: 500,
        rows: PETS,
        run: Box::new(|peer, times| peer.children(times)),
    }
}
