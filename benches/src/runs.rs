//! Runs workloads by everybody.
use std::path::Path;

use orm_bench_harness::data::Database;
use orm_bench_harness::measure::{Extent, Measurement, measure};
use orm_bench_harness::peer::Peer as _;
use orm_bench_harness::peers::rusqlite::Rusqlite;
use orm_bench_harness::workloads::{self, Workload};
use orm_test_server::Server;

use crate::peers::{self, Peers};
use crate::processors;

/// What to run.
#[derive(Debug, Clone)]
pub struct Choice {
    /// Workloads whose name holds this.
    pub workload: Option<String>,
    /// The yardstick, and peers whose name holds this.
    pub peer: Option<String>,
    /// Without the yardstick.
    pub only: bool,
    pub extent: Extent,
    /// Without those workloads that take long.
    pub short: bool,
}

impl Choice {
    fn includes(&self, workload: &Workload) -> bool {
        let named = self.workload.as_ref().is_none_or(|name| workload.name.contains(name.as_str()));
        named && !(self.short && workload.long)
    }

    fn select(&self, peers: Peers) -> Peers {
        let takes_part = |(at, peer): (usize, Box<dyn orm_bench_harness::peer::Peer>)| {
            let named = self.peer.as_ref().is_none_or(|name| peer.name().contains(name.as_str()));
            (named || (at == 0 && !self.only)).then_some(peer)
        };
        peers.into_iter().enumerate().filter_map(takes_part).collect()
    }

    fn run(&self, database: Database, workload: &Workload, peers: &mut Peers) -> Vec<Measurement> {
        eprintln!("{database:?}: {} …", workload.name);
        measure(workload, peers, database, self.extent)
    }
}

/// Everything on SQLite that one program can do.
#[must_use]
pub fn sqlite(choice: &Choice) -> Vec<Measurement> {
    let workloads: Vec<_> =
        workloads::all().into_iter().filter(|workload| choice.includes(workload)).collect();
    let mut measurements = Vec::new();
    if !workloads.is_empty() {
        let mut peers = choice.select(peers::in_memory());
        for workload in workloads {
            measurements.extend(choice.run(Database::Sqlite, &workload, &mut peers));
        }
    }
    let tasks = workloads::tasks();
    if choice.includes(&tasks) {
        let file = temporary("tasks");
        Rusqlite::create(file.path());
        let mut peers = choice.select(peers::in_file(file.path()));
        measurements.extend(choice.run(Database::Sqlite, &tasks, &mut peers));
    }
    measurements
}

/// Everything on PostgreSQL.
///
/// # Panics
///
/// If there is no server, and none can be started.
#[must_use]
pub fn postgres(choice: &Choice) -> Vec<Measurement> {
    let (database, _apart) = processors::apart(OnServer::new);
    let mut measurements = Vec::new();
    let mut peers = choice.select(peers::on_server(database.url()));
    for workload in workloads::all().into_iter().filter(|workload| choice.includes(workload)) {
        measurements.extend(choice.run(Database::Postgres, &workload, &mut peers));
    }
    drop(peers);
    let tasks = workloads::tasks();
    if choice.includes(&tasks) {
        let mut peers = choice.select(peers::on_server_pooled(database.url()));
        measurements.extend(choice.run(Database::Postgres, &tasks, &mut peers));
    }
    measurements
}

/// A database on the server, with its tables, which is dropped with this.
pub struct OnServer {
    url: String,
    _database: orm_test_server::Database,
    _runtime: tokio::runtime::Runtime,
}

impl OnServer {
    /// Makes one.
    ///
    /// # Panics
    ///
    /// If there is no server, and none can be started.
    #[must_use]
    pub fn new() -> Self {
        let runtime =
            tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime starts");
        let server = Server::shared().expect("PostgreSQL is installed");
        let database = runtime.block_on(orm_test_server::Database::create(server));
        let url = database.url("").trim_end_matches('?').to_owned();
        let mut peer = peers::tokio_postgres::TokioPostgres::new(
            orm_bench_harness::runtime::Flavor::CurrentThread,
            &url,
        );
        peer.script(&Database::Postgres.tables());
        Self { url, _database: database, _runtime: runtime }
    }

    /// Its URL.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }
}

impl Default for OnServer {
    fn default() -> Self {
        Self::new()
    }
}

/// A file that goes with this.
#[derive(Debug)]
pub struct Temporary(std::path::PathBuf);

/// A place for a database that does not outlive the run.
#[must_use]
pub fn temporary(name: &str) -> Temporary {
    let path = std::env::temp_dir().join(format!("orm-benches-{}-{name}.db", std::process::id()));
    let file = Temporary(path);
    file.remove();
    file
}

impl Temporary {
    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.0
    }

    fn remove(&self) {
        for end in ["", "-wal", "-shm"] {
            let _ = std::fs::remove_file(format!("{}{end}", self.0.display()));
        }
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        self.remove();
    }
}
