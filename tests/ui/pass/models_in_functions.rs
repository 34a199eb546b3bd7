#![deny(warnings, missing_docs)]
//! Models that only a function, a test or a closure sees, and that shadow each other.
use orm::prelude::*;

fn projects() -> usize {
    #[derive(Model, Debug, Clone, PartialEq)]
    #[has_many(Task)]
    #[belongs_to_many(Label, as = labels, through = "labels_of_projects")]
    struct Project {
        id: i64,
        name: String,
    }

    #[derive(Model, Debug, Clone, PartialEq)]
    #[belongs_to(Project, on_delete = cascade)]
    struct Task {
        id: i64,
        #[column(default = false)]
        done: bool,
        project_id: i64,
    }

    #[derive(Model, Debug, Clone, PartialEq)]
    struct Label {
        id: i64,
        word: String,
    }

    const SCHEMA: Schema = schema![Project, Task, Label];
    let _ = Project::query()
        .filter(Project::TASKS.any(Task::DONE.eq(true)))
        .include(Project::TASKS.order_by(Task::ID.desc()))
        .include(Project::LABELS);
    let tasks = [Task::build().done(true)];
    let _ = Project::build().name("Apollo").tasks(tasks).labels([Label::build().word("red")]);
    SCHEMA.models().len()
}

/// The same names, of other models.
fn notes() -> usize {
    #[derive(Model, Debug)]
    #[belongs_to(Task, as = subject)]
    struct Project {
        id: i64,
        subject_id: Option<i64>,
    }

    #[derive(Model, Debug)]
    struct Task {
        id: i64,
    }

    let count = || {
        #[derive(Model, Debug)]
        struct Inner {
            id: i64,
        }
        schema![Project, Task, Inner].models().len()
    };
    count()
}

fn main() {
    assert_eq!((projects(), notes()), (3, 3));
}
