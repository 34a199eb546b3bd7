//! The guard against associations that are loaded row by row.
use std::fmt::Debug;
use std::future::{Future, poll_fn};
use std::pin::pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Wake, Waker};

use orm::prelude::*;
use orm::{Result, schema};
use tracing::field::{Field, Visit};
use tracing::subscriber::DefaultGuard;
use tracing_subscriber::layer::{Layer, SubscriberExt as _};

use crate::case::Test;

crate::cases!["eager": [
    warns_of_a_getter_in_a_loop,
    warns_of_a_count_in_a_loop,
    warns_of_a_to_one_in_a_loop,
    warns_of_asking_for_a_row_in_a_loop,
    warns_of_an_owner_in_a_loop,
    warns_once_for_each_place_and_task,
    does_not_warn_of_an_include,
    does_not_warn_of_one_row_asked_again,
    does_not_warn_unless_asked_to,
]];

#[derive(Model, Debug, Clone, PartialEq)]
#[has_many(Task)]
#[has_one(Plan)]
#[belongs_to_many(Person, as = members, through = "project_members")]
struct Project {
    id: i64,
    name: String,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[belongs_to(Project)]
struct Task {
    id: i64,
    title: String,
    project_id: i64,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[belongs_to(Project)]
struct Plan {
    id: i64,
    project_id: i64,
}

#[derive(Model, Debug, Clone, PartialEq)]
struct Person {
    id: i64,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[belongs_to(Task | Plan, as = subject)]
struct Note {
    id: i64,
    subject_type: Option<String>,
    subject_id: Option<i64>,
}

const SCHEMA: Schema = schema![Project, Task, Plan, Person, Note];

/// The warnings of this thread, while it lives.
#[derive(Clone, Default)]
struct Warnings(Arc<Mutex<Vec<String>>>);

struct Message<'m>(&'m mut Vec<String>);

impl Visit for Message<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        if field.name() == "message" {
            self.0.push(format!("{value:?}"));
        }
    }
}

impl<S: tracing::Subscriber> Layer<S> for Warnings {
    fn on_event(&self, event: &tracing::Event<'_>, _: tracing_subscriber::layer::Context<'_, S>) {
        if *event.metadata().level() == tracing::Level::WARN {
            event.record(&mut Message(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner)));
        }
    }
}

impl Warnings {
    fn listen() -> (Self, DefaultGuard) {
        let warnings = Self::default();
        let subscriber = tracing_subscriber::registry().with(warnings.clone());
        (warnings, tracing::subscriber::set_default(subscriber))
    }

    fn take(&self) -> Vec<String> {
        std::mem::take(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// A task of its own on this thread, told from others by what wakes it.
#[derive(Default)]
struct Alarm(Mutex<Option<Waker>>);

impl Wake for Alarm {
    fn wake(self: Arc<Self>) {
        if let Some(waker) = self.0.lock().unwrap_or_else(PoisonError::into_inner).take() {
            waker.wake();
        }
    }
}

async fn as_a_task<T>(alarm: &Arc<Alarm>, work: impl Future<Output = T>) -> T {
    let (mut work, own) = (pin!(work), Waker::from(Arc::clone(alarm)));
    poll_fn(|context| {
        *alarm.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(context.waker().clone());
        work.as_mut().poll(&mut Context::from_waker(&own))
    })
    .await
}

/// 25 projects with a task each.
async fn projects(db: &Db) -> Result<Vec<Project>> {
    SCHEMA.sync(db).await?;
    let project = |n: usize| Project::build().name(format!("{n}")).tasks([Task::build().title("t")]);
    let projects = Project::insert_all(db, (0..25).map(project)).await?;
    Ok(projects.into_iter().map(|project| project.into_row()).collect())
}

/// The place of a call on the line before.
#[track_caller]
fn line_before() -> String {
    let here = std::panic::Location::caller();
    format!("{}:{}:", here.file(), here.line() - 1)
}

async fn warns_of_a_getter_in_a_loop(Test { db, .. }: Test) -> Result<()> {
    let projects = projects(&db).await?;
    db.warn_of_n_plus_one(10);
    let (warnings, _guard) = Warnings::listen();
    let mut place = String::new();
    for project in &projects {
        let tasks = project.get_tasks(&db).filter(Task::TITLE.eq("t")).await?;
        place = line_before();
        assert_eq!(tasks.len(), 1);
    }
    let found = warnings.take();
    assert_eq!(found.len(), 1, "{found:?}");
    let begin = format!("`Project::TASKS` was asked for 10 projects one by one at {place}");
    assert!(found[0].starts_with(&begin), "{} does not begin with {begin}", found[0]);
    assert!(found[0].ends_with("; `Project::query().include(Project::TASKS)` asks once"), "{}", found[0]);
    // Inside of a transaction, through a junction, with junction rows or not.
    let tx = db.begin().await?;
    for project in &projects {
        project.get_members(&tx).first().await?;
    }
    tx.rollback().await?;
    assert!(warnings.take()[0].starts_with("`Project::MEMBERS` was asked for 10 projects"));
    Ok(())
}

async fn warns_of_a_count_in_a_loop(Test { db, .. }: Test) -> Result<()> {
    let projects = projects(&db).await?;
    db.warn_of_n_plus_one(25);
    let (warnings, _guard) = Warnings::listen();
    let mut sum = 0;
    for project in &projects {
        sum += project.count_tasks(&db).await?;
    }
    assert_eq!(sum, 25);
    let found = warnings.take();
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(
        found[0].ends_with("; `Project::query().include(Project::TASKS.count())` asks once"),
        "{}",
        found[0]
    );
    Ok(())
}

/// Rows that share their parent are different rows, still.
async fn warns_of_a_to_one_in_a_loop(Test { db, .. }: Test) -> Result<()> {
    let projects = projects(&db).await?;
    let tasks = (0..3).map(|_| Task::build().title("more").project(&projects[0]));
    let tasks = Task::insert_all(&db, tasks).await?;
    db.warn_of_n_plus_one(3);
    let (warnings, _guard) = Warnings::listen();
    for task in &tasks {
        assert_eq!(task.get_project(&db).await?, projects[0]);
    }
    for project in &projects[..3] {
        assert_eq!(project.get_plan(&db).await?, None);
    }
    let found = warnings.take();
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(found[0].starts_with("`Task::PROJECT` was asked for 3 tasks one by one at "), "{}", found[0]);
    assert!(found[1].ends_with("; `Project::query().include(Project::PLAN)` asks once"), "{}", found[1]);
    Ok(())
}

async fn warns_of_asking_for_a_row_in_a_loop(Test { db, .. }: Test) -> Result<()> {
    let projects = projects(&db).await?;
    let (task, person) = (Task::get(&db, 1).await?, Person::build().insert(&db).await?);
    db.warn_of_n_plus_one(5);
    let (warnings, _guard) = Warnings::listen();
    let mut place = String::new();
    for project in &projects {
        project.has_task(&db, &task).await?;
        place = line_before();
    }
    for project in &projects {
        project.has_members(&db, [&person]).await?;
        // No row is asked for, so nothing is asked.
        project.has_members(&db, orm::NONE).await?;
    }
    let found = warnings.take();
    assert_eq!(found.len(), 2, "{found:?}");
    let begin = format!("`Project::TASKS` was asked for 5 projects one by one at {place}");
    assert!(found[0].starts_with(&begin), "{} does not begin with {begin}", found[0]);
    let end = "; `Project::query().include(Project::TASKS.select(Task::ID))` asks once";
    assert!(found[0].ends_with(end), "{}", found[0]);
    assert!(found[1].contains("include(Project::MEMBERS.select(Person::ID))"), "{}", found[1]);
    Ok(())
}

async fn warns_of_an_owner_in_a_loop(Test { db, .. }: Test) -> Result<()> {
    projects(&db).await?;
    let (task, plan) = (Task::get(&db, 1).await?, Plan::build().project_id(1).insert(&db).await?);
    let note = |n: usize| match n % 3 {
        0 => Note::build().subject(&task),
        1 => Note::build().subject(&plan),
        _ => Note::build().subject(None),
    };
    let notes = Note::insert_all(&db, (0..9).map(note)).await?;
    db.warn_of_n_plus_one(6);
    let (warnings, _guard) = Warnings::listen();
    for note in &notes {
        assert_eq!(note.get_subject(&db).await?.is_some(), note.subject_id.is_some());
    }
    let place = line_before();
    let found = warnings.take();
    assert_eq!(found.len(), 1, "{found:?}");
    let line: Vec<_> = place.rsplitn(3, ':').collect();
    assert!(found[0].starts_with("`Note::SUBJECT` was asked for 6 notes one by one at "), "{}", found[0]);
    assert!(found[0].contains(line[2]), "{} is not in {}", found[0], line[2]);
    assert!(found[0].ends_with("; `Note::query().include(Note::SUBJECT)` asks once"), "{}", found[0]);
    db.warn_of_n_plus_one(7);
    for note in &notes {
        note.get_subject(&db).await?;
    }
    // Notes without an owner ask nobody.
    assert_eq!(warnings.take(), [""; 0]);
    Ok(())
}

async fn warns_once_for_each_place_and_task(Test { db, .. }: Test) -> Result<()> {
    let projects = projects(&db).await?;
    db.warn_of_n_plus_one(5);
    let (warnings, _guard) = Warnings::listen();
    for _ in 0..3 {
        for project in &projects {
            project.get_tasks(&db).await?;
        }
    }
    assert_eq!(warnings.take().len(), 1);
    for project in &projects {
        project.get_tasks(&db).await?;
    }
    assert_eq!(warnings.take().len(), 1);
    // One place, but each time another task, as a server has them.
    let tasks: Vec<_> = projects.iter().map(|_| Arc::<Alarm>::default()).collect();
    for (project, task) in projects.iter().zip(&tasks) {
        as_a_task(task, async { project.get_tasks(&db).await }).await?;
    }
    assert_eq!(warnings.take(), [""; 0]);
    Ok(())
}

async fn does_not_warn_of_an_include(Test { db, .. }: Test) -> Result<()> {
    projects(&db).await?;
    db.warn_of_n_plus_one(2);
    let (warnings, _guard) = Warnings::listen();
    let loaded = Project::query().include(Project::TASKS).include(Project::MEMBERS).all(&db).await?;
    let loaded = Project::PLAN.load(&db, loaded).await?;
    assert!(loaded.iter().all(|project| project.tasks.len() == 1 && project.plan.is_none()));
    // Asking for this and that is no loop.
    loaded[0].get_tasks(&db).await?;
    loaded[1].get_tasks(&db).await?;
    loaded[2].count_tasks(&db).await?;
    assert_eq!(warnings.take(), [""; 0]);
    Ok(())
}

/// That is waiting for a change.
async fn does_not_warn_of_one_row_asked_again(Test { db, .. }: Test) -> Result<()> {
    let projects = projects(&db).await?;
    db.warn_of_n_plus_one(2);
    let (warnings, _guard) = Warnings::listen();
    for _ in 0..20 {
        projects[0].get_tasks(&db).await?;
    }
    // What is not awaited asks nothing.
    for project in &projects {
        drop(project.get_tasks(&db));
    }
    assert_eq!(warnings.take(), [""; 0]);
    Ok(())
}

async fn does_not_warn_unless_asked_to(Test { db, .. }: Test) -> Result<()> {
    let projects = projects(&db).await?;
    let (warnings, _guard) = Warnings::listen();
    for project in &projects {
        project.get_tasks(&db).await?;
    }
    db.warn_of_n_plus_one(10);
    db.clone().warn_of_n_plus_one(0);
    for project in &projects {
        project.get_tasks(&db).await?;
    }
    assert_eq!(warnings.take(), [""; 0]);
    Ok(())
}
