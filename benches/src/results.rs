//! What was measured, kept in files, so that the parts of the page can be measured one by one.
use std::fs;
use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// Which packages are named with their versions.
const PACKAGES: &[&str] = &[
    "deadpool-postgres",
    "diesel",
    "diesel-async",
    "libsqlite3-sys",
    "rusqlite",
    "sea-orm",
    "sqlx",
    "toasty",
    "tokio",
    "tokio-postgres",
];

/// How many tasks wait for a processor on a machine that has nothing else to do.
const QUIET: f64 = 0.5;

/// One part of the page.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Part<T> {
    pub conditions: Conditions,
    pub data: T,
}

/// Where and when it was measured.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Conditions {
    pub date: String,
    /// How many tasks wanted a processor in the minute before.
    pub load: f64,
    pub processors: usize,
    pub compiler: String,
    pub versions: Vec<String>,
    /// Whether it is the short run, which is less exact.
    pub quick: bool,
}

impl Conditions {
    /// Those of this moment.
    #[must_use]
    pub fn now(quick: bool) -> Self {
        let load = fs::read_to_string("/proc/loadavg").ok();
        let load = load.and_then(|text| text.split(' ').next().and_then(|number| number.parse().ok()));
        Self {
            date: time::OffsetDateTime::now_utc().date().to_string(),
            load: load.unwrap_or(f64::NAN),
            processors: std::thread::available_parallelism().map_or(0, usize::from),
            compiler: compiler(),
            versions: versions(),
            quick,
        }
    }

    /// One sentence.
    #[must_use]
    pub fn shown(&self) -> String {
        let noise = match self.load {
            quiet if quiet <= QUIET => "",
            _ => " **The machine was not quiet: trust only large differences.**",
        };
        let quick = if self.quick { " A quick run, with few rounds." } else { "" };
        format!(
            "{}, {}, {} processors, load average {:.2} at the start.{noise}{quick}",
            self.date, self.compiler, self.processors, self.load
        )
    }
}

fn compiler() -> String {
    let output = std::process::Command::new("rustc").arg("--version").output();
    let text = output.ok().and_then(|output| String::from_utf8(output.stdout).ok()).unwrap_or_default();
    text.split_whitespace().take(2).collect::<Vec<_>>().join(" ")
}

fn versions() -> Vec<String> {
    let locks = [include_str!("../Cargo.lock"), include_str!("../toasty/Cargo.lock")];
    let mut versions: Vec<_> = PACKAGES.iter().filter_map(|package| version(locks[0], package)).collect();
    let others = ["rusqlite", "libsqlite3-sys"].iter().filter_map(|package| version(locks[1], package));
    versions.push(format!("beside toasty {}", others.collect::<Vec<_>>().join(" and ")));
    versions
}

fn version(lock: &str, package: &str) -> Option<String> {
    let entry = lock.split("[[package]]").find(|entry| entry.contains(&format!("name = \"{package}\"\n")))?;
    let version = entry.split("version = \"").nth(1)?.split('"').next()?;
    Some(format!("{package} {version}"))
}

/// The root of the repository.
#[must_use]
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn file(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("results").join(format!("{name}.json"))
}

/// Keeps a part.
///
/// # Panics
///
/// If the file cannot be written.
pub fn save<T: Serialize>(name: &str, part: &Part<T>) {
    let file = file(name);
    fs::create_dir_all(file.parent().expect("it lies in a directory")).expect("the directory can be made");
    let text = serde_json::to_string_pretty(part).expect("it is plain data");
    fs::write(file, text + "\n").expect("the file can be written");
}

/// A part that was kept before.
#[must_use]
pub fn load<T: DeserializeOwned>(name: &str) -> Option<Part<T>> {
    let text = fs::read_to_string(file(name)).ok()?;
    serde_json::from_str(&text).ok()
}
