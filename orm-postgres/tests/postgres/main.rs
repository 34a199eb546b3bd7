//! What the driver promises beyond what the suite shows over every driver. Each case gets an empty database.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests fail by panicking")]

mod cancel;
mod error;
mod hostile;
mod loss;
mod pgbouncer;
mod pool;
mod pooler;
mod statement;
mod support;
#[cfg(feature = "tls")]
mod tls;
mod transaction;
mod value;

use libtest_mimic::{Arguments, Trial};
use orm_test_server::{Database, Pooler, Server};

use support::Case;

fn main() {
    let arguments = Arguments::from_args();
    let server = Server::shared();
    if let Err(missing) = server {
        eprintln!("the cases are ignored: {missing}");
    }
    let groups = [
        ("cancel", cancel::CASES),
        ("error", error::CASES),
        ("hostile", hostile::CASES),
        ("loss", loss::CASES),
        ("pgbouncer", pgbouncer::CASES),
        ("pool", pool::CASES),
        ("pooler", pooler::CASES),
        ("statement", statement::CASES),
        #[cfg(feature = "tls")]
        ("tls", tls::CASES),
        ("transaction", transaction::CASES),
        ("value", value::CASES),
    ];
    let pooler = Pooler::find();
    if let Err(missing) = &pooler {
        eprintln!("the cases of `pgbouncer` are ignored: {missing}");
    }
    let trials = groups.into_iter().flat_map(|(group, cases)| cases.iter().map(move |case| (group, *case)));
    let trials = trials.map(|(group, (name, case))| {
        Trial::test(format!("{group}::{name}"), move || run(case))
            .with_ignored_flag(server.is_err() || (group == "pgbouncer" && pooler.is_err()))
    });
    libtest_mimic::run(&arguments, trials.collect()).exit();
}

fn run(case: Case) -> Result<(), libtest_mimic::Failed> {
    let server = Server::shared()?;
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    runtime.block_on(async {
        let database = Database::create(server).await;
        case(&database).await?;
        Ok(())
    })
}
