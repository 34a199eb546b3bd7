//! Runs the benchmarks: all of them, and writes `docs/benchmarks.md`; or some, and prints them.
//!
//! ```text
//! cargo run --release --manifest-path benches/Cargo.toml                        # all but compile time, into docs/benchmarks.md
//! cargo run --release --manifest-path benches/Cargo.toml -- --quick             # the same, with few rounds
//! cargo run --release --manifest-path benches/Cargo.toml -- compile             # compile time, into the same page
//! cargo run --release --manifest-path benches/Cargo.toml -- page                # the page anew, from what was measured
//! cargo run --release --manifest-path benches/Cargo.toml -- postgres            # one part: sqlite, postgres, memory, stalls, growth
//! cargo run --release --manifest-path benches/Cargo.toml -- sqlite insert       # prints workloads whose name holds `insert`
//! cargo run --release --manifest-path benches/Cargo.toml -- sqlite insert --peer orm --rounds 1000 --only    # for a profiler
//! ```
use std::time::{Duration, Instant};

use orm_bench_harness::allocations;
use orm_bench_harness::measure::{Extent, Measurement};
use orm_benches::results::{self, Conditions, Part};
use orm_benches::runs::{self, Choice};
use orm_benches::{compile, growth, memory, report, stalls, toasty};
use serde::Serialize;

#[global_allocator]
static ALLOCATOR: allocations::Counting = allocations::Counting;

/// Everybody has so many turns at each workload, or as many as fit into this time.
const FULL: Extent = Extent { rounds: 41, budget: Duration::from_secs(6) };
const QUICK: Extent = Extent { rounds: 7, budget: Duration::from_millis(600) };

/// The parts of the page, but for compile time.
const PARTS: [&str; 5] = ["sqlite", "postgres", "memory", "stalls", "growth"];

/// What to run.
#[derive(Debug)]
struct Options {
    part: Option<String>,
    choice: Choice,
    quick: bool,
}

impl Options {
    fn from_arguments() -> Self {
        let choice = Choice { workload: None, peer: None, only: false, extent: FULL, short: false };
        let mut options = Self { part: None, choice, quick: false };
        let mut arguments = std::env::args().skip(1);
        while let Some(argument) = arguments.next() {
            match argument.as_str() {
                "--peer" => options.choice.peer = arguments.next(),
                "--only" => options.choice.only = true,
                "--quick" => {
                    options.quick = true;
                    options.choice.short = true;
                    options.choice.extent = QUICK;
                }
                "--rounds" => {
                    let rounds = arguments.next().and_then(|rounds| rounds.parse().ok());
                    options.choice.extent.rounds = rounds.expect("`--rounds` takes a number");
                    options.choice.extent.budget = Duration::from_hours(1);
                }
                _ if options.part.is_none() => options.part = Some(argument),
                _ => options.choice.workload = Some(argument),
            }
        }
        options
    }
}

fn main() {
    let arguments: Vec<_> = std::env::args().skip(1).collect();
    if let [command, peer, place, load] = arguments.as_slice()
        && command == "memory-of"
    {
        println!("{}", memory::of(peer, place, load == "true"));
        return;
    }
    let options = Options::from_arguments();
    let choice = &options.choice;
    if choice.workload.is_some() || choice.peer.is_some() {
        print(match options.part.as_deref() {
            Some("postgres") => runs::postgres(choice),
            Some("toasty") => toasty::sqlite(choice),
            Some("compile") => {
                println!(
                    "{:#?}",
                    compile::measure(&compile::MODELS[..1], choice.workload.as_deref(), |_| {})
                );
                return;
            }
            _ => runs::sqlite(choice),
        });
        return;
    }
    match options.part.as_deref() {
        None => PARTS.iter().for_each(|part| measure(part, &options)),
        Some("page") => {}
        Some(part) => measure(part, &options),
    }
    report::write();
}

fn measure(part: &str, options: &Options) {
    let start = Instant::now();
    let (choice, quick) = (&options.choice, options.quick);
    let conditions = Conditions::now(quick);
    match part {
        "sqlite" => {
            let mut all = runs::sqlite(choice);
            all.extend(toasty::sqlite(choice));
            save(part, conditions, all);
        }
        "postgres" => save(part, conditions, runs::postgres(choice)),
        "memory" => save(part, conditions, memory::measure()),
        "stalls" => save(part, conditions, stalls::measure(if quick { 3 } else { 11 })),
        "growth" => {
            let rounds = if quick { 5 } else { 15 };
            save(part, conditions, growth::all(Extent { rounds, budget: choice.extent.budget }));
        }
        "compile" => {
            let models = if quick { &compile::MODELS[..1] } else { &compile::MODELS[..] };
            // Hundreds of models take long: what was measured before is kept if somebody stops it.
            compile::measure(models, None, |builds| save(part, conditions.clone(), builds));
        }
        _ => panic!("there is no part called {part}"),
    }
    eprintln!("{part}: {:.0} s", start.elapsed().as_secs_f64());
}

fn save<T: Serialize>(part: &str, conditions: Conditions, data: T) {
    results::save(part, &Part { conditions, data });
}

fn print(measurements: Vec<Measurement>) {
    for one in measurements {
        let (count, bytes) = one.allocations;
        println!(
            "{:<34} {:<26} {:>11.3} µs {:>8.3} | {count:>9.2} allocations {bytes:>10.0} bytes",
            one.workload, one.peer, one.time, one.ratio
        );
    }
}
