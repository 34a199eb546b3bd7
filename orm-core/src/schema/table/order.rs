//! The order of tables: parents before children.
use super::{ForeignKey, Table};

/// Parents before children.
pub(super) fn sorted(tables: Vec<Table>) -> Vec<Table> {
    let place = |key: &ForeignKey| tables.iter().position(|table| table.is(key.target_schema, key.target));
    let parents: Vec<Vec<usize>> =
        tables.iter().map(|table| table.foreign_keys.iter().filter_map(place).collect()).collect();
    let keys =
        |table: &Table| table.foreign_keys.iter().filter(|key| !key.optional).filter_map(place).collect();
    let required: Vec<Vec<usize>> = tables.iter().map(keys).collect();
    let mut order = depth_first(&parents);
    if !holds(&order, &required) {
        order = required_first(&parents, &required);
    }
    let mut tables: Vec<Option<Table>> = tables.into_iter().map(Some).collect();
    order.into_iter().filter_map(|at| tables[at].take()).collect()
}

/// Whether each table comes after its parents, itself excepted.
fn holds(order: &[usize], parents: &[Vec<usize>]) -> bool {
    let mut is_placed = vec![false; parents.len()];
    order.iter().all(|&at| {
        is_placed[at] = true;
        parents[at].iter().all(|&parent| is_placed[parent])
    })
}

/// In a cycle, the keys that can be empty point forwards: they are the ones that can be closed later, and opened first.
fn required_first(parents: &[Vec<usize>], required: &[Vec<usize>]) -> Vec<usize> {
    let mut is_placed = vec![false; parents.len()];
    let mut order = Vec::with_capacity(parents.len());
    let missing = |is_placed: &[bool], at: usize, parents: &[Vec<usize>]| {
        parents[at].iter().filter(|&&parent| parent != at && !is_placed[parent]).count()
    };
    let next = |is_placed: &[bool]| {
        let left = (0..parents.len()).filter(|&at| !is_placed[at]);
        left.min_by_key(|&at| (missing(is_placed, at, required), missing(is_placed, at, parents)))
    };
    while let Some(at) = next(&is_placed) {
        is_placed[at] = true;
        order.push(at);
    }
    order
}

fn depth_first(parents: &[Vec<usize>]) -> Vec<usize> {
    let mut order = Vec::new();
    let mut seen = vec![false; parents.len()];
    // Each table waits with the next of its parents to look at, so that long chains need no deep recursion.
    let mut waiting = Vec::new();
    for root in 0..parents.len() {
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
    order
}
