//! Projects, their tasks and their owner: tables from structs, rows, associations, queries, a transaction.
use orm::prelude::*;

#[derive(Model, Debug, Clone, PartialEq)]
#[has_many(Task)]
#[belongs_to(User, as = owner)] // column owner_id
struct Project {
    id: i64, // the primary key: a field `id`, or #[key]
    name: String,
    owner_id: Option<i64>, // Option: the association is optional
}

#[derive(Model, Debug, Clone, PartialEq)]
#[belongs_to(Project, on_delete = cascade)]
struct Task {
    id: i64,
    title: String,
    #[column(default = false)]
    done: bool,
    project_id: i64,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[has_many(Project, as = owned_projects, foreign_key = owner_id)]
struct User {
    id: i64,
    name: String,
}

// Every model of the program, once. Checked while compiling.
const SCHEMA: Schema = schema![Project, Task, User];

#[tokio::main]
async fn main() -> orm::Result<()> {
    let db = orm::connect("sqlite::memory:").await?;
    SCHEMA.sync(&db).await?; // CREATE TABLE IF NOT EXISTS …, with foreign keys

    let ada = User::build().name("Ada").insert(&db).await?;
    let mut apollo = Project::build().name("Apollo").owner(&ada).insert(&db).await?;
    println!("stored {apollo:?}");

    let task = apollo.create_task(&db, Task::build().title("Design")).await?;
    apollo.create_task(&db, Task::build().title("Name it").done(true)).await?;

    let open = apollo.get_tasks(&db).filter(Task::DONE.eq(false)).limit(10).await?;
    println!("{} of {} tasks are open: {open:?}", open.len(), apollo.count_tasks(&db).await?);
    assert!(apollo.has_task(&db, &task).await?);

    let owner = apollo.get_owner(&db).await?;
    println!("{} belongs to {:?}", apollo.name, owner.map(|owner| owner.name));
    println!("Ada owns {} project", ada.count_owned_projects(&db).await?);

    let busy = Project::query()
        .filter(Project::TASKS.any(Task::DONE.eq(false)))
        .order_by(Project::OWNER.order(User::NAME.asc()))
        .all(&db)
        .await?;
    println!("projects with open tasks: {busy:?}");

    // Projects with their open tasks and their owner: one statement per level, and a type that says what is loaded.
    let projects = Project::query()
        .include(Project::TASKS.filter(Task::DONE.eq(false)).order_by(Task::ID.desc()))
        .include(Project::OWNER)
        .all(&db)
        .await?;
    for project in &projects {
        let owner = project.owner.as_ref().map(|owner| &owner.name);
        println!("{} of {owner:?}: {} open", project.name, project.tasks.len());
    }

    // Commits on Ok, rolls back on Err.
    db.transaction(async |tx| {
        apollo.update(tx).set(Project::NAME, "Apollo 11").await?;
        task.delete(tx).await
    })
    .await?;
    println!("{} has {} task left", apollo.name, apollo.count_tasks(&db).await?);

    apollo.set_owner(&db, None).await?;
    assert!(apollo.get_owner(&db).await?.is_none());
    println!("{} has no owner any more", apollo.name);
    Ok(())
}
