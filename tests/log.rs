//! Where no subscriber of `tracing` is set, its feature `log` hands the spans of statements to the crate `log`.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests fail by panicking")]
use std::sync::Mutex;

use log::{LevelFilter, Log, Metadata, Record};
use orm::prelude::*;

#[derive(Model, Debug)]
struct Task {
    id: i64,
    title: String,
}

const SCHEMA: Schema = schema![Task];

/// Keeps what is logged.
struct Lines(Mutex<Vec<String>>);

static LINES: Lines = Lines(Mutex::new(Vec::new()));

impl Log for Lines {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn log(&self, record: &Record<'_>) {
        self.0.lock().unwrap().push(record.args().to_string());
    }

    fn flush(&self) {}
}

/// The statements that were logged since the last call.
fn logged() -> Vec<String> {
    let lines = std::mem::take(&mut *LINES.0.lock().unwrap());
    lines.into_iter().filter(|line| line.starts_with("statement")).collect()
}

#[tokio::test(flavor = "current_thread")]
async fn statements_are_logged_without_their_values() -> orm::Result<()> {
    log::set_logger(&LINES).unwrap();
    log::set_max_level(LevelFilter::Debug);
    let db = orm::connect("sqlite::memory:").await?;
    SCHEMA.sync(&db).await?;
    let secret = Task::build().title("swordfish").insert(&db).await?;
    logged();
    assert_eq!(Task::get(&db, secret.id).await?.title, "swordfish");
    let lines = logged();
    assert!(lines.iter().any(|line| line.contains("SELECT") && line.contains("tasks")), "{lines:?}");
    assert!(lines.iter().all(|line| !line.contains("swordfish")), "{lines:?}");
    // Nobody wants to know.
    log::set_max_level(LevelFilter::Info);
    Task::get(&db, secret.id).await?;
    assert_eq!(logged(), [""; 0]);
    Ok(())
}
