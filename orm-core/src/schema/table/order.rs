//! The order of tables: parents before children.
use super::{ForeignKey, Table};

/// Parents before children.
pub(super) fn sorted(tables: Vec<Table>) -> Vec<Table> {
    let place = |key: &ForeignKey| tables.iter().position(|table| table.is(key.target_schema, key.target));
    let parents: Vec<Vec<usize>> =
        tables.iter().map(|table| table.foreign_keys.iter().filter_map(place).collect()).collect();
    let mut order = Vec::new();
    let mut seen = vec![false; tables.len()];
    // Each table waits with the next of its parents to look at, so that long chains need no deep recursion.
    let mut waiting = Vec::new();
    for root in 0..tables.len() {
        if !std::mem::replace(&mut seen[root], true) {
            waiting.push((root, 0));
        }
        while let Some((at, next)) = waiting.pop() {
            if let Some(&parent) = parents[at].get(next) {
                waiting.push((at, next + 1));
                if !std::mem::replace(&mut seen[parent], true) {
                    waiting.push((parent, 0));
                }
            } else {
                order.push(at);
            }
        }
    }
    let mut tables: Vec<Option<Table>> = tables.into_iter().map(Some).collect();
    order.into_iter().filter_map(|at| tables[at].take()).collect()
}
