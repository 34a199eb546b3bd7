//! SQL of the user's own, and the SQL of queries.
use orm::prelude::*;
use orm::{ErrorKind, Result, sql};

use super::fixture::*;
use crate::case::Test;
use crate::cases::support::kind;

crate::cases!["queries": [
    raw_sql_changes_rows,
    raw_sql_gives_models_by_column_name,
    raw_sql_gives_scalars_and_tuples,
    raw_sql_reports_errors,
    raw_sql_runs_in_a_transaction,
    to_sql_shows_the_statement,
]];

async fn raw_sql_gives_models_by_column_name(Test { db, .. }: Test) -> Result<()> {
    world(&db).await?;
    let text = "SELECT 'more' AS more, project_id, note, title, weight, done, points, id FROM tasks WHERE points > $1 ORDER BY id";
    let rows: Vec<Task> = sql(text).bind(4_i64).fetch(&db).await?;
    assert_eq!(rows, Task::query().filter(Task::POINTS.gt(4)).order_by(Task::ID.asc()).all(&db).await?);
    let none =
        sql("SELECT * FROM tasks WHERE title = $1").bind("nobody".to_owned()).fetch::<Task>(&db).await?;
    assert_eq!(none, []);
    Ok(())
}

async fn raw_sql_gives_scalars_and_tuples(Test { db, .. }: Test) -> Result<()> {
    world(&db).await?;
    let titles = sql("SELECT title FROM tasks WHERE points < $1 AND points > $2 ORDER BY title")
        .bind(6_i64)
        .bind(1_i64);
    assert_eq!(titles.fetch_scalars::<String>(&db).await?, ["beta", "delta", "gamma"]);
    let notes = sql("SELECT note FROM tasks ORDER BY id").fetch_scalars::<Option<String>>(&db).await?;
    assert_eq!((notes.len(), notes[0].as_deref(), notes[1].as_deref()), (6, None, Some("later")));
    let text = "SELECT p.name, COUNT(t.id) FROM projects p LEFT JOIN tasks t ON t.project_id = p.id GROUP BY p.name ORDER BY p.name";
    let counts = sql(text).fetch_rows::<(String, i64)>(&db).await?;
    assert_eq!(counts, [("apollo".into(), 2), ("gemini".into(), 3), ("mercury".into(), 0)]);
    Ok(())
}

async fn raw_sql_changes_rows(Test { db, .. }: Test) -> Result<()> {
    world(&db).await?;
    let update = sql("UPDATE tasks SET points = points + $1 WHERE done = $2").bind(1_i64).bind(true);
    assert_eq!(update.execute(&db).await?, 3);
    assert_eq!(Task::query().sum(&db, Task::POINTS).await?, Some(35));
    assert_eq!(sql("DELETE FROM tasks WHERE note = $1").bind(None::<String>).execute(&db).await?, 0);
    Ok(())
}

async fn raw_sql_reports_errors(Test { db, .. }: Test) -> Result<()> {
    world(&db).await?;
    assert_eq!(kind(sql("SELECT * FROM nowhere").fetch::<Task>(&db).await), ErrorKind::UndefinedTable);
    assert_eq!(kind(sql("SELECT missing FROM tasks").execute(&db).await), ErrorKind::UndefinedColumn);
    let incomplete = sql("SELECT id, title FROM tasks").fetch::<Task>(&db).await.unwrap_err();
    assert_eq!(incomplete.kind(), ErrorKind::UndefinedColumn);
    assert!(incomplete.to_string().contains("points"), "{incomplete}");
    assert_eq!(kind(sql("SELECT title FROM tasks").fetch_scalars::<i64>(&db).await), ErrorKind::Decode);
    assert_eq!(kind(sql("SELECT note FROM tasks").fetch_scalars::<String>(&db).await), ErrorKind::Decode);
    assert_eq!(kind(sql("SELECT 1").fetch_rows::<(i64, i64)>(&db).await), ErrorKind::Decode);
    assert!(sql("SELEC 1").execute(&db).await.is_err());
    Ok(())
}

async fn raw_sql_runs_in_a_transaction(Test { db, .. }: Test) -> Result<()> {
    world(&db).await?;
    let tx = db.begin().await?;
    assert_eq!(sql("DELETE FROM tasks").execute(&tx).await?, 6);
    assert_eq!(sql("SELECT COUNT(*) FROM tasks").fetch_scalars::<i64>(&tx).await?, [0]);
    tx.rollback().await?;
    assert_eq!(sql("SELECT COUNT(*) FROM tasks").fetch_scalars::<i64>(&db).await?, [6]);
    Ok(())
}

async fn to_sql_shows_the_statement(Test { db, .. }: Test) -> Result<()> {
    world(&db).await?;
    let text = Task::query().filter(Task::TITLE.eq("secret")).order_by(Task::ID.desc()).limit(3).to_sql(&db);
    for part in ["SELECT", "tasks", "title", "ORDER BY", "DESC", "LIMIT"] {
        assert!(text.contains(part), "{text}");
    }
    assert!(!text.contains("secret"), "values stay parameters");
    let project = Project::get(&db, 1).await?;
    assert!(project.get_tasks(&db).filter(Task::DONE.eq(true)).to_sql().contains("project_id"));
    Ok(())
}
