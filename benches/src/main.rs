//! Runs the benchmarks: all of them, and writes `docs/benchmarks.md`; or some, and prints them.
//!
//! ```text
//! cargo run --release --manifest-path benches/Cargo.toml                        # everything, into docs/benchmarks.md
//! cargo run --release --manifest-path benches/Cargo.toml -- insert              # workloads whose name holds `insert`
//! cargo run --release --manifest-path benches/Cargo.toml -- insert --peer orm   # by `raw` and by those named so
//! cargo run --release --manifest-path benches/Cargo.toml -- find --only --peer orm --rounds 1000    # for a profiler
//! cargo run --release --manifest-path benches/Cargo.toml -- stalls
//! ```
use orm_benches::{allocations, measure, peers, report, stalls, workloads};

#[global_allocator]
static ALLOCATOR: allocations::Counting = allocations::Counting;

/// How many times everybody has a turn.
const ROUNDS: usize = 41;

/// How often the large reads are repeated.
const STALL_ROUNDS: usize = 11;

/// What to run.
#[derive(Debug)]
struct Options {
    workload: Option<String>,
    peer: Option<String>,
    /// Without the yardstick.
    only: bool,
    rounds: usize,
}

impl Options {
    fn from_arguments() -> Self {
        let mut options = Self { workload: None, peer: None, only: false, rounds: ROUNDS };
        let mut arguments = std::env::args().skip(1);
        while let Some(argument) = arguments.next() {
            match argument.as_str() {
                "--peer" => options.peer = arguments.next(),
                "--only" => options.only = true,
                "--rounds" => {
                    let rounds = arguments.next().and_then(|rounds| rounds.parse().ok());
                    options.rounds = rounds.expect("`--rounds` takes a number");
                }
                _ => options.workload = Some(argument),
            }
        }
        options
    }

    fn is_everything(&self) -> bool {
        self.workload.is_none() && self.peer.is_none()
    }

    fn takes_part(&self, at: usize, name: &str) -> bool {
        let named = self.peer.as_ref().is_none_or(|peer| name.contains(peer.as_str()));
        named || (at == 0 && !self.only)
    }
}

fn main() {
    let options = Options::from_arguments();
    if options.workload.as_deref() == Some("stalls") {
        println!("{:#?}", stalls::measure(STALL_ROUNDS));
        return;
    }
    let mut measurements = Vec::new();
    let peers = peers::all().into_iter().enumerate();
    let mut peers: Vec<_> =
        peers.filter(|(at, peer)| options.takes_part(*at, &peer.name())).map(|(_, peer)| peer).collect();
    for workload in workloads::all() {
        if options.workload.as_ref().is_none_or(|name| workload.name.contains(name.as_str())) {
            eprintln!("{} …", workload.name);
            measurements.extend(measure::measure(&workload, &mut peers, options.rounds));
        }
    }
    if options.is_everything() {
        let page = report::page(&measurements, &stalls::measure(STALL_ROUNDS));
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/benchmarks.md");
        std::fs::create_dir_all(concat!(env!("CARGO_MANIFEST_DIR"), "/../docs")).expect("the directory can be made");
        std::fs::write(path, page).expect("the page can be written");
        return;
    }
    for one in measurements {
        let (count, bytes) = one.allocations;
        println!(
            "{:<22} {:<28} {:>10.3} µs {:>7.3} | {count:>8.2} allocations {bytes:>9.0} bytes",
            one.workload, one.peer, one.time, one.ratio
        );
    }
}
