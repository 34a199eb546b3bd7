//! One span per statement: table, association, rows and duration; never a value.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests fail by panicking")]
use std::collections::BTreeMap;
use std::fmt::Debug;
use std::sync::{Arc, Mutex};

use orm::prelude::*;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing_subscriber::layer::{Context, Layer, SubscriberExt as _};

#[derive(Model, Debug)]
#[has_many(Task)]
struct Project {
    id: i64,
    name: String,
}

#[derive(Model, Debug)]
#[belongs_to(Project)]
struct Task {
    id: i64,
    title: String,
    project_id: i64,
}

const SCHEMA: Schema = schema![Project, Task];

type Fields = BTreeMap<String, String>;

/// Keeps the fields of every span called `statement`.
#[derive(Clone, Default)]
struct Spans(Arc<Mutex<Vec<(u64, Fields)>>>);

struct Collect<'f>(&'f mut Fields);

impl Visit for Collect<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        self.0.insert(field.name().to_owned(), format!("{value:?}"));
    }
}

impl<S: tracing::Subscriber> Layer<S> for Spans {
    fn on_new_span(&self, attributes: &Attributes<'_>, id: &Id, _: Context<'_, S>) {
        if attributes.metadata().name() == "statement" {
            let mut fields = Fields::new();
            attributes.record(&mut Collect(&mut fields));
            self.0.lock().unwrap().push((id.into_u64(), fields));
        }
    }

    fn on_record(&self, id: &Id, values: &Record<'_>, _: Context<'_, S>) {
        let mut spans = self.0.lock().unwrap();
        if let Some((_, fields)) = spans.iter_mut().rev().find(|(known, _)| *known == id.into_u64()) {
            values.record(&mut Collect(fields));
        }
    }
}

#[tokio::test(flavor = "current_thread")]
async fn a_span_per_statement_without_values() {
    let spans = Spans::default();
    let _guard = tracing::subscriber::set_default(tracing_subscriber::registry().with(spans.clone()));
    let db = orm::connect("sqlite::memory:").await.unwrap();
    SCHEMA.sync(&db).await.unwrap();
    spans.0.lock().unwrap().clear();

    let project = Project::build().name("top secret").insert(&db).await.unwrap();
    project.create_task(&db, Task::build().title("hush")).await.unwrap();
    project.get_tasks(&db).filter(Task::TITLE.eq("hush")).await.unwrap();

    let spans = spans.0.lock().unwrap();
    let shown: Vec<_> = spans
        .iter()
        .map(|(_, fields)| {
            (fields["table"].as_str(), fields.get("association").map(String::as_str), fields["rows"].as_str())
        })
        .collect();
    let association = Some("\"Project.tasks\"");
    assert_eq!(
        shown,
        [("\"projects\"", None, "1"), ("\"tasks\"", association, "1"), ("\"tasks\"", association, "1")]
    );
    assert!(spans.iter().all(|(_, fields)| fields.contains_key("duration_us")));
    let text = format!("{spans:?}");
    assert!(!text.contains("secret") && !text.contains("hush"), "{text}");
}
