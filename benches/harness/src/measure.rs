//! Measures turn by turn: on a shared machine, only what ran at the same time can be compared.
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};

use crate::allocations;
use crate::data::Database;
use crate::peer::{Peer, Work};
use crate::workloads::Workload;

/// How long one measurement should take: long enough for the clock, short enough for everybody to have many turns.
const SAMPLE: Duration = Duration::from_millis(3);

/// What came of one workload for one peer.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Measurement {
    pub workload: String,
    pub peer: String,
    /// The median time of one operation, in microseconds.
    pub time: f64,
    /// The median of the ratios to the first peer, each taken within one round.
    pub ratio: f64,
    /// Allocations and allocated bytes of one operation.
    pub allocations: (f64, f64),
}

/// How much is measured.
#[derive(Debug, Clone, Copy)]
pub struct Extent {
    /// How many turns everybody has, at most.
    pub rounds: usize,
    /// After how long a workload has no further round, if everybody has had a few turns.
    pub budget: Duration,
}

/// How many turns everybody has at least.
const FEWEST: usize = 5;

struct Turn<'p> {
    peer: &'p mut Box<dyn Peer>,
    times: usize,
    samples: Vec<f64>,
}

/// Measures everybody who can do the work; the first one is the yardstick.
pub fn measure(
    workload: &Workload,
    peers: &mut [Box<dyn Peer>],
    database: Database,
    extent: Extent,
) -> Vec<Measurement> {
    // On a server, everybody works in one database: it has to be filled only once.
    let mut is_filled = false;
    let mut turns = Vec::new();
    for peer in peers {
        if !is_filled {
            workload.prepare(&mut **peer, database);
        }
        is_filled = database == Database::Postgres || workload.work == Work::Tasks;
        turns.extend(begin(workload, peer));
    }
    let start = Instant::now();
    for round in 0..extent.rounds {
        if round >= FEWEST && start.elapsed() > extent.budget {
            break;
        }
        for turn in &mut turns {
            let sample = sample(workload, turn, database);
            turn.samples.push(sample);
        }
    }
    let yardstick = turns.first().map(|turn| turn.samples.clone()).unwrap_or_default();
    turns
        .into_iter()
        .map(|mut turn| Measurement {
            workload: workload.name.clone(),
            peer: turn.peer.name(),
            time: median(turn.samples.iter().copied()) * 1e6,
            ratio: median(turn.samples.iter().zip(&yardstick).map(|(time, yardstick)| time / yardstick)),
            allocations: count(workload, &mut turn, database),
        })
        .collect()
}

/// Fills caches, and finds out who can do the work and how often in one measurement.
fn begin<'p>(workload: &Workload, peer: &'p mut Box<dyn Peer>) -> Option<Turn<'p>> {
    if !workload.run(&mut **peer, 1) {
        return None;
    }
    let mut times = 1;
    loop {
        // The shortest of a few: whatever interrupts one of them must not make the measurements too short.
        let taken = (0..3).map(|_| run(workload, &mut **peer, times)).min().unwrap_or(SAMPLE);
        if taken * 2 > SAMPLE || times >= workload.times {
            let fitting = SAMPLE.as_secs_f64() / taken.as_secs_f64() * times as f64;
            times = (fitting as usize).clamp(1, workload.times);
            return Some(Turn { peer, times, samples: Vec::new() });
        }
        times = (times * 4).min(workload.times);
    }
}

fn run(workload: &Workload, peer: &mut dyn Peer, times: usize) -> Duration {
    let start = Instant::now();
    workload.run(peer, times);
    start.elapsed()
}

/// Seconds per operation.
fn sample(workload: &Workload, turn: &mut Turn<'_>, database: Database) -> f64 {
    if workload.reset {
        workload.prepare(&mut **turn.peer, database);
    }
    run(workload, &mut **turn.peer, turn.times).as_secs_f64() / turn.times as f64
}

fn count(workload: &Workload, turn: &mut Turn<'_>, database: Database) -> (f64, f64) {
    if workload.reset {
        workload.prepare(&mut **turn.peer, database);
    }
    let counted = allocations::counted(|| workload.run(&mut **turn.peer, turn.times));
    (counted.0 as f64 / turn.times as f64, counted.1 as f64 / turn.times as f64)
}

/// The middle one; outliers belong to somebody else's program.
pub fn median(numbers: impl Iterator<Item = f64>) -> f64 {
    let mut numbers: Vec<_> = numbers.collect();
    numbers.sort_unstable_by(f64::total_cmp);
    numbers.get(numbers.len() / 2).copied().unwrap_or(f64::NAN)
}

/// The most memory that this process has held so far, in bytes.
///
/// # Panics
///
/// If the system does not tell.
#[must_use]
pub fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").expect("Linux tells");
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).expect("Linux tells");
    let kilobytes: u64 = line.trim().trim_end_matches(" kB").parse().expect("a number");
    kilobytes * 1024
}
