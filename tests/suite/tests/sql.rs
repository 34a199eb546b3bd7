//! Every kind of statement that the library sends, over both databases side by side: `tests/suite/sql.md`.
//!
//! `ORM_SQL=overwrite cargo test -p orm-suite --test sql` writes the file anew; read what it has become.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs, reason = "tests fail by panicking")]
use std::fmt::{self, Write as _};
use std::path::Path;
use std::sync::{Arc, Mutex};

use libtest_mimic::{Arguments, Failed, Trial};
use orm_suite::backend::Backend;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id};
use tracing_subscriber::layer::{Context, Layer, SubscriberExt as _};

#[path = "sql/corpus.rs"]
mod corpus;

fn main() {
    let arguments = Arguments::from_args();
    let is_missing = Backend::Postgres.check().is_err();
    let trial = Trial::test("statements_are_what_the_file_says", compare).with_ignored_flag(is_missing);
    libtest_mimic::run(&arguments, vec![trial]).exit();
}

fn compare() -> Result<(), Failed> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("sql.md");
    let now = document(&record(Backend::SqliteMemory)?, &record(Backend::Postgres)?);
    if std::env::var("ORM_SQL").is_ok_and(|value| value == "overwrite") {
        std::fs::write(&file, &now)?;
    }
    let before = std::fs::read_to_string(&file)?;
    for (before, now) in before.split("\n## ").zip(now.split("\n## ")) {
        assert_eq!(before, now, "a statement has changed; see the head of this test's file");
    }
    assert_eq!(before.len(), now.len(), "statements have come or gone");
    Ok(())
}

/// What was sent, section by section.
type Recorded = Vec<(&'static str, Vec<String>)>;

#[derive(Clone, Default)]
struct Recorder(Arc<Mutex<Vec<String>>>);

impl<S: tracing::Subscriber> Layer<S> for Recorder {
    fn on_new_span(&self, attributes: &Attributes<'_>, _: &Id, _: Context<'_, S>) {
        if attributes.metadata().name() == "statement" {
            let mut text = Text::default();
            attributes.record(&mut text);
            self.0.lock().unwrap().push(text.0);
        }
    }
}

#[derive(Default)]
struct Text(String);

impl Visit for Text {
    fn record_str(&mut self, field: &Field, value: &str) {
        if field.name() == "sql" {
            value.clone_into(&mut self.0);
        }
    }

    fn record_debug(&mut self, _: &Field, _: &dyn fmt::Debug) {}
}

fn record(backend: Backend) -> Result<Recorded, Failed> {
    let recorder = Recorder::default();
    let _guard = tracing::subscriber::set_default(tracing_subscriber::registry().with(recorder.clone()));
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let (db, _keeper) = backend.create().await?;
        let mut recorded = vec![("sync", vec![corpus::SCHEMA.to_sql(db.dialect())])];
        corpus::SCHEMA.sync(&db).await?;
        for (name, run) in corpus::ALL {
            recorder.0.lock().unwrap().clear();
            run(db.clone()).await.map_err(|error| format!("{name}: {error}"))?;
            recorded.push((name, recorder.0.lock().unwrap().clone()));
        }
        db.close().await;
        Ok(recorded)
    })
}

fn document(sqlite: &Recorded, postgres: &Recorded) -> String {
    let mut text = "# Statements\n\nWhat the library sends to each database, recorded by `tests/suite/tests/sql.rs`. Values are \
                    always parameters.\n"
        .to_owned();
    for ((name, sqlite), (_, postgres)) in sqlite.iter().zip(postgres) {
        let _ = write!(text, "\n## {name}\n\n```sql\n");
        if sqlite == postgres {
            write_statements(&mut text, "both", sqlite);
        } else {
            write_statements(&mut text, "SQLite", sqlite);
            text.push('\n');
            write_statements(&mut text, "PostgreSQL", postgres);
        }
        text.push_str("```\n");
    }
    text
}

fn write_statements(text: &mut String, whose: &str, statements: &[String]) {
    let _ = writeln!(text, "-- {whose}");
    for statement in statements {
        let _ = writeln!(text, "{};", statement.trim_end().trim_end_matches(';'));
    }
}
