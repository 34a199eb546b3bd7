//! Projects, their members, tasks and owner: what design and guide begin with.
use orm::prelude::*;

#[derive(Model, Debug, Clone, PartialEq)]
#[has_many(Task)]
#[belongs_to(User, as = owner)] // column owner_id
#[belongs_to_many(User, as = members, through = Membership)]
struct Project {
    id: i64, // primary key: a field `id`, or #[key]
    name: String,
    owner_id: Option<i64>, // Option = the association is optional
}

#[derive(Model, Debug, Clone, PartialEq)]
#[belongs_to(Project, on_delete = cascade)]
struct Task {
    id: i64,
    title: String,
    done: bool,
    project_id: i64,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[has_many(Project, as = owned_projects, foreign_key = owner_id)]
#[belongs_to_many(Project, through = Membership)]
struct User {
    id: i64,
    name: String,
}

/// The junction is an ordinary model; it may carry columns of its own.
#[derive(Model, Debug, Clone, PartialEq)]
#[belongs_to(Project)]
#[belongs_to(User)]
struct Membership {
    #[key]
    project_id: i64,
    #[key]
    user_id: i64,
    role: String,
}

// Every model of the program, once. Checked while compiling: no cycle of required keys, nobody missing.
const SCHEMA: Schema = schema![Project, Task, User, Membership];

#[tokio::main]
async fn main() -> orm::Result<()> {
    let db = orm::connect("sqlite::memory:").await?; // or postgres://…: the URL picks the driver
    SCHEMA.sync(&db).await?;

    let ada = User::build().name("Ada").insert(&db).await?;
    let apollo = Project::build().name("Apollo").owner(&ada).insert(&db).await?;

    let task = apollo.create_task(&db, Task::build().title("Design").done(false)).await?;
    apollo.add_member(&db, &ada).through(Membership::build().role("lead")).await?;

    let tasks = apollo.get_tasks(&db).await?;
    let open = apollo.get_tasks(&db).filter(Task::DONE.eq(false)).limit(10).await?;
    println!("{} tasks, {} open", tasks.len(), open.len());
    assert!(apollo.has_member(&db, &ada).await? && apollo.count_tasks(&db).await? == 1);

    let projects = Project::query()
        .include(Project::TASKS.filter(Task::DONE.eq(false)).order_by(Task::ID.desc()))
        .include(Project::OWNER)
        .all(&db)
        .await?;
    for p in &projects {
        println!("{} of {:?}: {} open", p.name, p.owner.as_ref().map(|u| &u.name), p.tasks.len());
    }

    db.transaction(async |tx| {
        apollo.set_members(tx, [&ada]).through(Membership::build().role("owner")).await?;
        task.delete(tx).await
    })
    .await?;
    for member in apollo.get_members(&db).with_through().await? {
        println!("{} is {} of {}", member.name, member.through.role, apollo.name);
    }

    let chair = Project::build()
        .name("Chair")
        .owner(User::build().name("Mick"))
        .tasks([Task::build().title("Saw").done(true), Task::build().title("Paint").done(false)])
        .insert(&db)
        .await?;
    println!(
        "stored {} of {:?} with {} tasks",
        chair.name,
        chair.owner.as_ref().map(|u| &u.name),
        chair.tasks.len()
    );
    Ok(())
}
