//! The work that is measured: one file per workload.
mod children;
mod find;
mod first;
mod insert;
mod load;
mod transaction;
mod update;

use crate::peers::Peer;

/// One thing to measure.
pub struct Workload {
    /// What the tables call it.
    pub name: &'static str,
    /// The SQL that is run once before.
    pub setup: String,
    /// The SQL that is run before each measurement, so that tables do not grow.
    pub reset: Option<&'static str>,
    /// How many operations one measurement is made of.
    pub times: usize,
    /// How many rows one operation sees.
    pub rows: usize,
    /// Lets a peer do the operation this many times; gives how many rows it saw, or `None` if it has no such thing.
    pub run: Box<dyn Fn(&mut dyn Peer, usize) -> Option<usize>>,
}

impl Workload {
    /// Lets a peer do its operations, and holds that it did them all.
    ///
    /// # Panics
    ///
    /// If the peer saw other rows than it should have.
    pub fn run(&self, peer: &mut dyn Peer, times: usize) -> bool {
        match (self.run)(peer, times) {
            Some(seen) => {
                assert_eq!(seen, self.rows * times, "{} of {} saw other rows", self.name, peer.name());
                true
            }
            None => false,
        }
    }
}

/// All of them, in the order of the tables.
pub fn all() -> Vec<Workload> {
    vec![
        find::workload(),
        first::workload(),
        load::workload(1, "load 1 row", 2_000),
        load::workload(100, "load 100 rows", 200),
        load::workload(10_000, "load 10,000 rows", 3),
        children::workload(),
        insert::one(),
        insert::hundred(),
        update::workload(),
        transaction::workload(),
    ]
}
