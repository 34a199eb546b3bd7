//! Measures turn by turn: on a shared machine, only what ran at the same time can be compared.
use std::time::{Duration, Instant};

use crate::allocations;
use crate::peers::Peer;
use crate::workloads::Workload;

/// What came of one workload for one peer.
#[derive(Debug, Clone)]
pub struct Measurement {
    pub workload: &'static str,
    pub peer: String,
    /// The median time of one operation, in microseconds.
    pub time: f64,
    /// The median of the ratios to the first peer, each taken within one round.
    pub ratio: f64,
    /// Allocations and allocated bytes of one operation.
    pub allocations: (f64, f64),
}

/// Measures everybody who can do the work; the first one is the yardstick.
pub fn measure(workload: &Workload, peers: &mut [Box<dyn Peer>], rounds: usize) -> Vec<Measurement> {
    let mut able: Vec<_> = peers
        .iter_mut()
        .filter_map(|peer| {
            peer.script(&workload.setup);
            // The first round fills caches, and shows who can.
            workload.run(&mut **peer, workload.times).then(|| (peer, Vec::with_capacity(rounds)))
        })
        .collect();
    for _ in 0..rounds {
        for (peer, times) in &mut able {
            times.push(sample(workload, &mut ***peer));
        }
    }
    let yardstick = able.first().map(|(_, times)| times.clone()).unwrap_or_default();
    able.into_iter()
        .map(|(peer, times)| Measurement {
            workload: workload.name,
            peer: peer.name(),
            time: median(times.iter().map(Duration::as_secs_f64)) * 1e6 / workload.times as f64,
            ratio: median(times.iter().zip(&yardstick).map(|(time, raw)| time.as_secs_f64() / raw.as_secs_f64())),
            allocations: count(workload, &mut **peer),
        })
        .collect()
}

fn sample(workload: &Workload, peer: &mut dyn Peer) -> Duration {
    if let Some(reset) = workload.reset {
        peer.script(reset);
    }
    let start = Instant::now();
    workload.run(peer, workload.times);
    start.elapsed()
}

fn count(workload: &Workload, peer: &mut dyn Peer) -> (f64, f64) {
    if let Some(reset) = workload.reset {
        peer.script(reset);
    }
    let counted = allocations::counted(|| workload.run(peer, workload.times));
    (counted.0 as f64 / workload.times as f64, counted.1 as f64 / workload.times as f64)
}

/// The middle one; outliers belong to somebody else's program.
pub fn median(numbers: impl Iterator<Item = f64>) -> f64 {
    let mut numbers: Vec<_> = numbers.collect();
    numbers.sort_unstable_by(f64::total_cmp);
    numbers.get(numbers.len() / 2).copied().unwrap_or(f64::NAN)
}
