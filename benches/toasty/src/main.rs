//! Measures toasty on SQLite beside raw calls and rusqlite, and writes what came of it as JSON.
use std::time::Duration;

use orm_bench_harness::allocations;
use orm_bench_harness::data::Database;
use orm_bench_harness::measure::{Extent, Measurement, measure, peak};
use orm_bench_harness::peer::{Peer, Work};
use orm_bench_harness::peers::raw::{Raw, Style};
use orm_bench_harness::peers::rusqlite::Rusqlite;
use orm_bench_harness::runtime::Flavor::{CurrentThread, MultiThread};
use orm_bench_harness::workloads;
use orm_bench_toasty::Toasty;

#[global_allocator]
static ALLOCATOR: allocations::Counting = allocations::Counting;

fn main() {
    let mut arguments = std::env::args().skip(1);
    let first = arguments.next().expect("how many rounds");
    if first == "memory" {
        let url = arguments.next().expect("a URL");
        let mut toasty = Toasty::new(CurrentThread, &url, 1);
        if arguments.next().as_deref() == Some("true") {
            toasty.work(Work::Load, 1);
        }
        println!("{}", peak());
        return;
    }
    let number = |text: Option<String>| text.and_then(|text| text.parse().ok()).expect("a number");
    let rounds = usize::try_from(number(Some(first))).expect("few rounds");
    let extent = Extent { rounds, budget: Duration::from_millis(number(arguments.next())) };
    let short = arguments.next().as_deref() == Some("true");
    let name = arguments.next();
    let measurements = measurements(extent, short, |workload| {
        name.as_ref().is_none_or(|name| workload.contains(name.as_str()))
    });
    println!("{}", serde_json::to_string(&measurements).expect("it is plain data"));
}

fn measurements(extent: Extent, short: bool, includes: impl Fn(&str) -> bool) -> Vec<Measurement> {
    let mut toasty = Toasty::new(CurrentThread, "sqlite::memory:", 1);
    toasty.script(&Database::Sqlite.tables());
    let mut peers: Vec<Box<dyn Peer>> =
        vec![Box::new(Raw::new(Style::Returning)), Box::new(Rusqlite::new()), Box::new(toasty)];
    let mut all = Vec::new();
    for workload in workloads::all() {
        if includes(&workload.name) && !(short && workload.long) {
            eprintln!("toasty on SQLite: {} …", workload.name);
            all.extend(measure(&workload, &mut peers, Database::Sqlite, extent));
        }
    }
    let tasks = workloads::tasks();
    if includes(&tasks.name) {
        eprintln!("toasty on SQLite: {} …", tasks.name);
        let file = std::env::temp_dir().join(format!("orm-benches-{}-toasty.db", std::process::id()));
        Rusqlite::create(&file);
        let url = format!("sqlite:{}", file.display());
        let mut peers: Vec<Box<dyn Peer>> = vec![
            Box::new(Rusqlite::pooled(&file)),
            Box::new(Toasty::new(MultiThread, &url, orm_bench_harness::data::POOL)),
        ];
        all.extend(measure(&tasks, &mut peers, Database::Sqlite, extent));
        drop(peers);
        for end in ["", "-wal", "-shm"] {
            let _ = std::fs::remove_file(format!("{}{end}", file.display()));
        }
    }
    all
}
