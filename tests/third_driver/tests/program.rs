//! A program over a database that `orm` has never heard of.
use orm::prelude::*;
use orm::{ErrorKind, Result};
use orm_memory::MemoryDriver;

#[derive(Model, Debug, Clone, PartialEq)]
#[has_many(Task)]
struct Project {
    id: i64,
    #[column(unique)]
    name: String,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[belongs_to(Project)]
struct Task {
    id: i64,
    title: String,
    hours: Option<i32>,
    project_id: i64,
}

const SCHEMA: Schema = schema![Project, Task];

async fn database() -> Result<(Db, Project)> {
    let db = Db::from(MemoryDriver::default());
    SCHEMA.sync(&db).await?;
    SCHEMA.verify(&db).await?;
    let project = Project::build().name("Apollo").insert(&db).await?;
    let tasks = [("Design", Some(8)), ("Build", None), ("Fly", Some(80))];
    let tasks = tasks.map(|(title, hours)| Task::build().title(title).hours(hours).project(&project));
    assert_eq!(Task::insert_all(&db, tasks).await?[2].id, 3);
    Ok((db, project))
}

#[tokio::test]
async fn reads_and_writes() -> Result<()> {
    let (db, project) = database().await?;
    let long = project.get_tasks(&db).filter(Task::HOURS.gte(8)).order_by(Task::HOURS.desc()).await?;
    assert_eq!(long.iter().map(|task| task.title.as_str()).collect::<Vec<_>>(), ["Fly", "Design"]);
    assert_eq!(
        project.count_tasks(&db).filter(!Task::HOURS.eq(8)).await?,
        1,
        "nothing is known of the empty one"
    );
    assert_eq!(Task::query().order_by(Task::ID.asc()).page(&db, 2, 2).await?.rows[0].title, "Fly");

    let mut task = Task::get(&db, 2).await?;
    task.hours = Some(7);
    task.save(&db).await?;
    assert_eq!(Task::query().filter(Task::HOURS.is_in([7, 8])).count(&db).await?, 2);
    let projects = Project::query().include(Project::TASKS.order_by(Task::ID.asc())).all(&db).await?;
    assert_eq!(projects[0].tasks[1], task);

    task.delete(&db).await?;
    assert_eq!(Task::delete_where(Task::TITLE.eq("Fly")).execute(&db).await?, 1);
    assert_eq!(project.get_tasks(&db).await?.len(), 1);
    Ok(())
}

#[tokio::test]
async fn undoes_what_is_not_committed() -> Result<()> {
    let (db, project) = database().await?;
    let tx = db.begin().await?;
    Task::delete_all().execute(&tx).await?;
    drop(tx);
    assert_eq!(project.count_tasks(&db).await?, 3);
    db.transaction(async |tx| {
        project.create_task(tx, Task::build().title("Land")).await?;
        let inner = tx.transaction(async |inner| {
            Task::delete_all().execute(inner).await?;
            Err::<(), _>(orm::Error::new(ErrorKind::InvalidInput, "changed my mind"))
        });
        assert!(inner.await.is_err());
        assert_eq!(project.count_tasks(tx).await?, 4);
        Ok(())
    })
    .await?;
    assert_eq!(project.count_tasks(&db).await?, 4);
    Ok(())
}

#[tokio::test]
async fn reports_kinds() -> Result<()> {
    let (db, _) = database().await?;
    let error = Project::build().name("Apollo").insert(&db).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::UniqueViolation);
    assert_eq!(error.constraint().unwrap().columns, ["name"]);
    // What it does not understand is said, and nothing is guessed.
    let across = Project::query().filter(Project::TASKS.any(Task::HOURS.gt(1))).all(&db).await;
    assert_eq!(across.unwrap_err().kind(), ErrorKind::Unsupported);
    SCHEMA.drop(&db).await?;
    assert_eq!(Project::query().all(&db).await.unwrap_err().kind(), ErrorKind::UndefinedTable);
    db.close().await;
    assert_eq!(Project::query().all(&db).await.unwrap_err().kind(), ErrorKind::ConnectionLost);
    Ok(())
}
