//! `Schema`: creating tables, again and beside others, dropping them, emptying them, seeing whether they fit.
use orm::prelude::*;
use orm::{ErrorKind, Result, sql};

use crate::case::Test;

pub(super) mod attached;
pub(super) mod names;
pub(super) mod schemas;

crate::cases!["sync": [
    creates_what_is_missing,
    deletes_all_rows,
    deletes_all_rows_of_a_cycle,
    drops_all_tables,
    keeps_the_rows,
    leaves_an_existing_table_alone,
    reports_what_is_missing,
    runs_twice_at_once,
    shows_defaults,
]];

#[derive(Model)]
#[has_many(Task)]
struct User {
    id: i64,
    name: String,
}

#[derive(Model)]
#[belongs_to(User)]
#[belongs_to(Task, as = next)]
struct Task {
    id: i64,
    #[column(unique)]
    title: String,
    user_id: i64,
    next_id: Option<i64>,
}

const SCHEMA: Schema = schema![Task, User];

const TABLES: &str = "
    tasks(id:auto, title:text, user_id:integer, next_id:integer?)
        unique title
        next_id -> tasks(id) set null, cascade
        user_id -> users(id) no action, cascade
        index next_id
        index user_id
    users(id:auto, name:text)";

async fn keeps_the_rows(test: Test) -> Result<()> {
    let db = &test.db;
    SCHEMA.sync(db).await?;
    let ada = User::build().name("Ada").insert(db).await?;
    ada.create_task(db, Task::build().title("Design")).await?;
    test.expect_sync(SCHEMA, TABLES).await?;
    assert_eq!(ada.get_tasks(db).await?[0].title, "Design");
    let second = ada.create_task(db, Task::build().title("Build")).await?;
    assert_eq!(second.id, 2);
    Ok(())
}

async fn creates_what_is_missing(test: Test) -> Result<()> {
    const USERS: Schema = schema![User2];
    /// The users alone, without their tasks.
    #[derive(Model)]
    #[model(table = "users")]
    struct User2 {
        id: i64,
        name: String,
    }
    test.expect_sync(USERS, "users(id:auto, name:text)").await?;
    User2::build().name("Ada").insert(&test.db).await?;
    test.expect_sync(SCHEMA, TABLES).await?;
    assert_eq!(User::get(&test.db, 1).await?.name, "Ada");
    Ok(())
}

/// Whether it fits is not looked at: changing it is the work of migrations.
async fn leaves_an_existing_table_alone(test: Test) -> Result<()> {
    let db = &test.db;
    sql("CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT NOT NULL, extra TEXT)").execute(db).await?;
    sql("CREATE TABLE others (id INTEGER PRIMARY KEY)").execute(db).await?;
    sql("INSERT INTO users (id, name, extra) VALUES (7, 'Ada', 'x')").execute(db).await?;
    SCHEMA.sync(db).await?;
    SCHEMA.verify(db).await?;
    assert_eq!(sql("SELECT extra FROM users").fetch_scalars::<String>(db).await?, ["x"]);
    let ada = User::get(db, 7).await?;
    ada.create_task(db, Task::build().title("t")).await?;
    assert_eq!(ada.delete(db).await.expect_err("a task refers to it").kind(), ErrorKind::ForeignKeyViolation);
    SCHEMA.drop(db).await?;
    assert_eq!(sql("SELECT COUNT(*) FROM others").fetch_scalars::<i64>(db).await?, [0]);
    Ok(())
}

async fn drops_all_tables(test: Test) -> Result<()> {
    let db = &test.db;
    SCHEMA.drop(db).await?;
    SCHEMA.sync(db).await?;
    let ada = User::build().name("Ada").insert(db).await?;
    let first = ada.create_task(db, Task::build().title("a")).await?;
    let mut second = ada.create_task(db, Task::build().title("b")).await?;
    second.set_next(db, &first).await?;
    SCHEMA.drop(db).await?;
    test.expect_tables("").await?;
    let gone = User::query().count(db).await.expect_err("there is no table");
    assert_eq!(gone.kind(), ErrorKind::UndefinedTable);
    test.expect_sync(SCHEMA, TABLES).await?;
    assert_eq!(User::query().count(db).await?, 0);
    // Foreign keys are held again after tables were dropped.
    let refused = Task::build().title("x").user_id(1).insert(db).await.err();
    assert_eq!(refused.map(|error| error.kind()), Some(ErrorKind::ForeignKeyViolation));
    Ok(())
}

/// Although keys are required, and rows refer to each other.
async fn deletes_all_rows(test: Test) -> Result<()> {
    let db = &test.db;
    SCHEMA.sync(db).await?;
    let ada = User::build().name("Ada").insert(db).await?;
    let mut first = ada.create_task(db, Task::build().title("a")).await?;
    let mut second = ada.create_task(db, Task::build().title("b")).await?;
    first.set_next(db, &second).await?;
    second.set_next(db, &first).await?;
    SCHEMA.delete_all(db).await?;
    assert_eq!((User::query().count(db).await?, Task::query().count(db).await?), (0, 0));
    test.expect_tables(TABLES).await?;
    let refused = Task::build().title("x").user_id(1).insert(db).await.err();
    assert_eq!(refused.map(|error| error.kind()), Some(ErrorKind::ForeignKeyViolation));
    Ok(())
}

async fn reports_what_is_missing(test: Test) -> Result<()> {
    let db = &test.db;
    let error = SCHEMA.verify(db).await.expect_err("there are no tables");
    assert_eq!(error.kind(), ErrorKind::UndefinedTable);
    assert!(
        error.message().contains("table `users`") && error.message().contains("table `tasks`"),
        "{error}"
    );
    sql("CREATE TABLE users (id INTEGER PRIMARY KEY)").execute(db).await?;
    SCHEMA.sync(db).await?;
    let error = SCHEMA.verify(db).await.expect_err("a column is missing");
    assert_eq!(error.kind(), ErrorKind::UndefinedColumn);
    assert!(error.message().contains("column `users.name`") && !error.message().contains("tasks"), "{error}");
    Ok(())
}

/// Several processes of one program may start at once.
async fn runs_twice_at_once(test: Test) -> Result<()> {
    let db = &test.db;
    let runs = futures_util::future::join3(SCHEMA.sync(db), SCHEMA.sync(db), SCHEMA.sync(db)).await;
    runs.0.and(runs.1).and(runs.2)?;
    test.expect_tables(TABLES).await
}

/// Defaults stand in the schema, too, for whoever writes to the tables without the library.
async fn shows_defaults(test: Test) -> Result<()> {
    #[derive(Model, Debug, PartialEq)]
    struct Note {
        id: i64,
        #[column(default = "it's \"quoted\"; -- \\ ☃")]
        text: String,
        #[column(default = "")]
        empty: String,
        #[column(default = "NULL")]
        word: Option<String>,
        #[column(default = -7)]
        number: i32,
        #[column(default = 1.5)]
        real: f64,
        #[column(default = true)]
        yes: bool,
        #[column(default = false)]
        no: Option<bool>,
    }
    let expected = r#"
        notes(id:auto, text:text='it''s "quoted"; -- \ ☃', empty:text='', word:text?='NULL', number:integer=-7, real:real=1.5, yes:boolean=true, no:boolean?=false)"#;
    test.expect_sync(schema![Note], expected).await?;
    let built = Note::build().insert(&test.db).await?;
    assert_eq!(built.text, "it's \"quoted\"; -- \\ ☃");
    sql("INSERT INTO notes (id) VALUES (2)").execute(&test.db).await?;
    let raw = Note::get(&test.db, 2).await?;
    assert_eq!(raw, Note { id: 2, ..built });
    Ok(())
}

/// A document needs no version, and a version needs its document, whichever model is named first.
async fn deletes_all_rows_of_a_cycle(Test { db, .. }: Test) -> Result<()> {
    #[derive(Model)]
    #[has_many(Version)]
    #[belongs_to(Version, as = current)]
    struct Document {
        id: i64,
        current_id: Option<i64>,
    }
    #[derive(Model)]
    #[belongs_to(Document)]
    struct Version {
        id: i64,
        document_id: i64,
        #[column(references = Document::id)]
        copied_from: Option<i64>,
    }
    for schema in [schema![Document, Version], schema![Version, Document]] {
        schema.sync(&db).await?;
        let mut document = Document::build().insert(&db).await?;
        let version = document.create_version(&db, Version::build().copied_from(document.id)).await?;
        document.set_current(&db, &version).await?;
        schema.delete_all(&db).await?;
        assert_eq!((Document::query().count(&db).await?, Version::query().count(&db).await?), (0, 0));
        schema.drop(&db).await?;
    }
    Ok(())
}
