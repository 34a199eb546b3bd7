//! The page that a run writes.
use std::fmt::Write as _;

use crate::measure::Measurement;
use crate::stalls::Stall;

/// Which packages are named with their versions.
const PACKAGES: &[&str] = &["diesel", "libsqlite3-sys", "rusqlite", "sqlx", "tokio"];

/// The page as Markdown.
pub fn page(measurements: &[Measurement], stalls: &[Stall]) -> String {
    let mut page = String::from(
        "# Benchmarks\n\n\
         Written by `cargo run --release --manifest-path benches/Cargo.toml`; everybody works on the same rows, in a \
         database in memory, turn by turn in one process. Trust the ratios, not the times.\n\n",
    );
    let _ = writeln!(page, "{}: {}. SQLite {}.\n", today(), versions(), sqlite_version());
    page.push_str("## Time\n\nThe median of one operation in µs, and (the ratio to raw calls).\n\n");
    table(&mut page, measurements, |one| format!("{} ({:.2})", shown(one.time), one.ratio));
    page.push_str(
        "\n`raw` prepares once, binds without a copy, steps and reads columns; rows are stored with one `VALUES` and \
         `RETURNING id`. orm runs through its pool; rusqlite, diesel and the first sqlx hold one connection. rusqlite \
         and sqlx take the key of a single new row from `last_insert_rowid`, as \"raw, without `RETURNING`\" does, and \
         have to be given the statement for many rows.\n\n\
         ## Allocations\n\nOf one operation: how many (and how many bytes); SQLite's own are not among them.\n\n",
    );
    table(&mut page, measurements, |one| format!("{} ({:.0})", shown(one.allocations.0), one.allocations.1));
    page.push_str(
        "\n## Stalls\n\nThe longest time that other tasks of the same thread had to wait, in the thread's own time, and how \
         long the whole read took, in µs.\n\n| | | longest wait | whole |\n|---|---|---|---|\n",
    );
    for stall in stalls {
        let _ = writeln!(page, "| {} | {} | {:.0} | {:.0} |", stall.who, stall.what, stall.longest, stall.whole);
    }
    page
}

/// Workloads in rows, peers in columns.
pub fn table(page: &mut String, measurements: &[Measurement], cell: impl Fn(&Measurement) -> String) {
    let (mut workloads, mut peers) = (Vec::new(), Vec::new());
    for one in measurements {
        if !workloads.contains(&one.workload) {
            workloads.push(one.workload);
        }
        if !peers.contains(&&one.peer) {
            peers.push(&one.peer);
        }
    }
    let _ = write!(page, "| |");
    for peer in &peers {
        let _ = write!(page, " {peer} |");
    }
    let _ = writeln!(page, "\n|---|{}", "---|".repeat(peers.len()));
    for workload in workloads {
        let _ = write!(page, "| {workload} |");
        for peer in &peers {
            let found = measurements.iter().find(|one| one.workload == workload && one.peer == **peer);
            let _ = write!(page, " {} |", found.map_or("–".to_owned(), &cell));
        }
        page.push('\n');
    }
}

/// Three digits.
fn shown(number: f64) -> String {
    match number {
        small if small < 10.0 => format!("{small:.2}"),
        medium if medium < 100.0 => format!("{medium:.1}"),
        large => format!("{large:.0}"),
    }
}

fn today() -> String {
    time::OffsetDateTime::now_utc().date().to_string()
}

fn versions() -> String {
    let lock = include_str!("../Cargo.lock");
    let version = |package: &&str| {
        let entry = lock.split("[[package]]").find(|entry| entry.contains(&format!("name = \"{package}\"\n")))?;
        let version = entry.split("version = \"").nth(1)?.split('"').next()?;
        Some(format!("{package} {version}"))
    };
    PACKAGES.iter().filter_map(version).collect::<Vec<_>>().join(", ")
}

fn sqlite_version() -> &'static str {
    rusqlite::version()
}
