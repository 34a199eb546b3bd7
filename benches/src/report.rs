//! The page that a run writes, with its plots.
use std::fmt::Write as _;
use std::fs;

use orm_bench_harness::measure::Measurement;
use orm_bench_harness::workloads::grouped;

use crate::compile::Build;
use crate::growth::{self, Series};
use crate::memory::{Memory, ROWS};
use crate::plot::{self, Bar};
use crate::results::{self, Part};
use crate::stalls::Stall;

/// Writes `docs/benchmarks.md` and its plots from what is kept.
///
/// # Panics
///
/// If a file cannot be written.
pub fn write() {
    let plots = results::root().join("docs/benchmarks");
    let _ = fs::remove_dir_all(&plots);
    fs::create_dir_all(&plots).expect("the directory can be made");
    let mut page = String::from(INTRODUCTION);
    let databases = [("sqlite", "SQLite", ON_SQLITE), ("postgres", "PostgreSQL", ON_POSTGRES)];
    for (name, title, notes) in databases {
        if let Some(part) = results::load::<Vec<Measurement>>(name) {
            times(&mut page, (name, title), &part);
            page.push_str(notes);
            allocations(&mut page, title, &part.data);
        }
    }
    if let Some(part) = results::load("memory") {
        memory(&mut page, &part);
    }
    if let Some(part) = results::load("stalls") {
        stalls(&mut page, &part);
    }
    if let Some(part) = results::load("growth") {
        grown(&mut page, &part);
    }
    if let Some(part) = results::load("compile") {
        compile(&mut page, &part);
    }
    page.push_str(FINDINGS);
    fs::write(results::root().join("docs/benchmarks.md"), page).expect("the page can be written");
}

/// What was found by profiling, written by hand.
const FINDINGS: &str = include_str!("../findings.md");

const INTRODUCTION: &str = "# Benchmarks\n\n\
    Written by `cargo run --release --manifest-path benches/Cargo.toml` (some 15 minutes; with `-- --quick`, 3), and its \
    part on compile time by `cargo run --release --manifest-path benches/Cargo.toml -- compile` (some 30 minutes). \
    Everybody does the same work on the same rows, turn by turn in one process: each ratio is the median of those taken \
    within one turn. Trust the ratios, not the times.\n";

const ON_SQLITE: &str = "\nAll databases lie in memory, but for that of the tasks, which is a file in WAL mode. `raw` \
    prepares once, binds without a copy, steps and reads columns; rows are stored with one `VALUES` and `RETURNING id`, and \
    what belongs to rows is found with one further statement for each level. Memory that several connections share, which orm's pool opens, costs SQLite more \
    than that of a single connection: \"raw, in shared memory\" is what orm adds to, and on several \
    threads \"raw, in a task\", which is the same in a task of such a runtime. orm runs through its pool; rusqlite, diesel, \
    diesel-async and the first sqlx hold one connection. rusqlite and sqlx take the key of a single new row from \
    `last_insert_rowid`, as \"raw, without `RETURNING`\" does, and are given their statements. sea-orm loads what belongs to \
    rows with its loader, toasty with `include`, diesel with `belonging_to` and `grouped_by`. toasty is measured by a program \
    of its own, because it wants another libsqlite3-sys than sqlx does, beside the same raw calls; its ratio is to those. \
    The \"join\" is a pet with its person: a `JOIN` where the library has one; orm and toasty include the person.\n";

const ON_POSTGRES: &str = "\nThe server runs on the same machine, over a unix socket, on one processor, and its \
    clients on the others (on Linux). tokio-postgres has prepared its statements before, and takes lists as one array; \
    diesel goes through libpq and blocks; orm, the second sqlx, sea-orm and toasty run through their pools, with the \
    settings that they come with.\n";

/// The least ratio to the yardstick that somebody has in each workload.
fn fastest(measurements: &[Measurement], workload: &str) -> f64 {
    let ratios = measurements.iter().filter(|one| one.workload == workload).map(|one| one.ratio);
    ratios.fold(f64::INFINITY, f64::min)
}

fn times(page: &mut String, (name, title): (&str, &str), part: &Part<Vec<Measurement>>) {
    let _ = writeln!(page, "\n## {title}\n\n{}\n", part.conditions.shown());
    let _ = writeln!(page, "{}.\n", part.conditions.versions.join(", "));
    page.push_str("The median of one operation in µs, and (the ratio to the fastest).\n\n");
    let all = &part.data;
    table(page, all, |one| format!("{} ({:.2})", shown(one.time), one.ratio / fastest(all, &one.workload)));
    page.push_str("\n<details><summary>Plots</summary>\n\n");
    for workload in names(all, |one| &one.workload) {
        let file = format!("{name}-{}.svg", slug(workload));
        let bars =
            all.iter().filter(|one| one.workload == workload).map(|one| bar(one, fastest(all, workload)));
        let bars: Vec<_> = bars.collect();
        let place = results::root().join("docs/benchmarks").join(&file);
        plot::bars(&place, &format!("{title}: {workload}"), &bars).expect("the plot can be written");
        let _ = writeln!(page, "![{workload}](benchmarks/{file})\n");
    }
    page.push_str("</details>\n");
}

fn bar(one: &Measurement, fastest: f64) -> Bar {
    let ratio = one.ratio / fastest;
    let name = one.peer.replace("**", "").replace('`', "");
    Bar { name, ratio, label: format!("{} µs ({ratio:.2})", shown(one.time)), ours: one.peer.contains("**") }
}

fn allocations(page: &mut String, title: &str, all: &[Measurement]) {
    let _ = writeln!(page, "\n### Allocations on {title}\n");
    page.push_str(
        "Of one operation: how many (and how many bytes); those of C libraries are not among them.\n\n",
    );
    table(page, all, |one| format!("{} ({:.0})", shown(one.allocations.0), one.allocations.1));
}

fn memory(page: &mut String, part: &Part<Vec<Memory>>) {
    let _ = writeln!(page, "\n## Memory\n\n{}\n", part.conditions.shown());
    let _ = writeln!(
        page,
        "The most memory that a process held: connected, and once it had loaded {} rows into a vector, in MB.\n\n\
         | | | connected | loaded | difference |\n|---|---|---|---|---|",
        grouped(ROWS)
    );
    let mb = |bytes: u64| bytes as f64 / 1e6;
    for one in &part.data {
        let (before, peak) = (mb(one.before), mb(one.peak));
        let (database, peer) = (&one.database, &one.peer);
        let _ = writeln!(page, "| {database} | {peer} | {before:.1} | {peak:.1} | {:.1} |", peak - before);
    }
}

fn stalls(page: &mut String, part: &Part<Vec<Stall>>) {
    let _ = writeln!(page, "\n## Stalls\n\n{}\n", part.conditions.shown());
    page.push_str(
        "The longest time that other tasks of the same thread had to wait, in the thread's own time, and how long the whole \
         operation took, in µs; on SQLite, because there statements run on the thread itself. What was loaded is freed after that.\n\n\
         | | | longest wait | whole |\n|---|---|---|---|\n",
    );
    for stall in &part.data {
        let _ =
            writeln!(page, "| {} | {} | {:.0} | {:.0} |", stall.who, stall.what, stall.longest, stall.whole);
    }
}

fn grown(page: &mut String, part: &Part<Vec<Series>>) {
    let _ = writeln!(page, "\n## How cost grows\n\n{}\n", part.conditions.shown());
    page.push_str("On SQLite. For each size: µs in all, and (per one of what grows).\n");
    for what in names(&part.data, |series| &series.what) {
        let series: Vec<_> = part.data.iter().filter(|series| series.what == what).collect();
        let _ = writeln!(page, "\n### {}\n", capitalized(what));
        let sizes: Vec<_> =
            series.iter().flat_map(|series| series.points.iter().map(|point| point.0)).collect();
        let mut sizes = sizes;
        sizes.sort_unstable();
        sizes.dedup();
        let header: Vec<_> = sizes.iter().map(|&size| grouped(size)).collect();
        let _ = writeln!(page, "| | {} |\n|---|{}", header.join(" | "), "---|".repeat(sizes.len()));
        for series in &series {
            let cell = |&(size, time): &(usize, f64)| match what {
                growth::LEVELS => shown(time),
                _ => format!("{} ({})", shown(time), shown(time / size as f64)),
            };
            let cells: Vec<_> = series.points.iter().map(cell).collect();
            let _ = writeln!(page, "| {} | {} |", series.who, cells.join(" | "));
        }
        let file = format!("growth-{}.svg", slug(what));
        let place = results::root().join("docs/benchmarks").join(&file);
        plot::lines(&place, what, &series).expect("the plot can be written");
        let _ = writeln!(page, "\n![{what}](benchmarks/{file})");
    }
}

fn compile(page: &mut String, part: &Part<Vec<Build>>) {
    let _ = writeln!(page, "\n## Compile time\n\n{}\n", part.conditions.shown());
    page.push_str(
        "Programs of n models with five columns and, but for the last ones, two associations each (one `has_many`, one \
         `belongs_to`), and for each model a query, an insert and one eager load; the libraries themselves are built before. \
         \"Again\" is a `cargo check` after one model was changed. Memory is that of the largest process. Lines are those \
         that the macros make of the models, formatted. All is compiled at the default recursion limit; where it fails, \
         rustc gives up: of a model of sea-orm's and of toasty's, it looks through all others of the chain.\n\n\
         | models | | `cargo check`, s | again, s | `cargo build`, s | memory, MB | lines |\n|---|---|---|---|---|---|---|\n",
    );
    for one in &part.data {
        let seconds = |time: Option<f64>| time.map_or("fails".to_owned(), |time| format!("{time:.1}"));
        let _ = writeln!(
            page,
            "| {} | {} | {} | {} | {} | {:.0} | {} |",
            one.models,
            one.library,
            seconds(one.check),
            seconds(one.again),
            seconds(one.build),
            one.memory,
            one.lines.map_or("–".to_owned(), grouped)
        );
    }
    let series: Vec<_> =
        names(&part.data, |one| &one.library).into_iter().map(|library| of_library(part, library)).collect();
    let place = results::root().join("docs/benchmarks/compile.svg");
    plot::lines(&place, "cargo check of n models", &series.iter().collect::<Vec<_>>())
        .expect("the plot can be written");
    page.push_str("\n![compile time](benchmarks/compile.svg)\n");
}

fn of_library(part: &Part<Vec<Build>>, library: &str) -> Series {
    let of_it = part.data.iter().filter(|one| one.library == library);
    let points = of_it.filter_map(|one| Some((one.models, one.check? * 1e6))).collect();
    Series { what: "models".to_owned(), who: library.to_owned(), points }
}

/// The different names, in their order.
fn names<'a, T>(all: &'a [T], name: impl Fn(&'a T) -> &'a String) -> Vec<&'a str> {
    let mut names: Vec<&str> = Vec::new();
    for one in all.iter().map(name) {
        if !names.contains(&one.as_str()) {
            names.push(one);
        }
    }
    names
}

/// Workloads in rows, peers in columns.
pub fn table(page: &mut String, measurements: &[Measurement], cell: impl Fn(&Measurement) -> String) {
    let (workloads, peers) = (names(measurements, |one| &one.workload), names(measurements, |one| &one.peer));
    let _ = writeln!(page, "| | {} |\n|---|{}", peers.join(" | "), "---|".repeat(peers.len()));
    for workload in workloads {
        let _ = write!(page, "| {workload} |");
        for peer in &peers {
            let found = measurements.iter().find(|one| one.workload == workload && one.peer == *peer);
            let _ = write!(page, " {} |", found.map_or("–".to_owned(), &cell));
        }
        page.push('\n');
    }
}

fn slug(name: &str) -> String {
    let words = name.split(|letter: char| !letter.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join("-").to_lowercase()
}

fn capitalized(text: &str) -> String {
    let mut letters = text.chars();
    letters
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().collect::<String>() + letters.as_str())
}

/// Three digits.
fn shown(number: f64) -> String {
    match number {
        small if small < 10.0 => format!("{small:.2}"),
        medium if medium < 100.0 => format!("{medium:.1}"),
        large => grouped(large.round() as usize),
    }
}
