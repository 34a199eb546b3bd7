use orm::prelude::*;

#[derive(Model, Debug, Clone, PartialEq)]
#[has_many(Task)]
#[belongs_to(User, as = owner)]
pub struct Project { pub id: i64, pub name: String, pub owner_id: Option<i64> }

#[derive(Model, Debug, Clone, PartialEq)]
#[belongs_to(Project, on_delete = cascade)]
pub struct Task { pub id: i64, pub title: String, #[column(default = false)] pub done: bool, pub project_id: i64 }

#[derive(Model, Debug, Clone, PartialEq)]
#[has_many(Project, as = owned_projects, foreign_key = owner_id)]
pub struct User { pub id: i64, pub name: String }

const SCHEMA: Schema = schema![Project, Task, User];

#[tokio::main]
async fn main() -> orm::Result<()> {
    let db = orm::connect("sqlite::memory:").await?;
    SCHEMA.sync(&db).await?;
    println!("{}", SCHEMA.to_sql(db.dialect()));
    let ada = User::build().name("Ada").insert(&db).await?;
    let mut apollo = Project::build().name("Apollo").owner(&ada).insert(&db).await?;
    let task = apollo.create_task(&db, Task::build().title("Design")).await?;
    let tasks = apollo.get_tasks(&db).await?;
    println!("{tasks:?}");
    let open = apollo.get_tasks(&db).filter(Task::DONE.eq(false)).limit(10).await?;
    assert!(apollo.count_tasks(&db).await? == 1 && open.len() == 1);
    assert!(apollo.has_task(&db, &task).await?);
    println!("{:?} {:?}", apollo.get_owner(&db).await?, task.get_project(&db).await?.name);
    apollo.set_owner(&db, None).await?;
    println!("{:?}", apollo.get_owner(&db).await?);
    apollo.set_owner(&db, 1).await?;
    ada.remove_owned_project(&db, &apollo).await?;
    ada.set_owned_projects(&db, [&apollo]).await?;
    println!("{}", Project::query().filter(Project::TASKS.any(Task::DONE.eq(false))).order_by(Project::OWNER.order(User::NAME.asc())).to_sql(&db));
    println!("{:?}", Project::query().filter(Project::TASKS.count().gte(1)).order_by(Project::OWNER.order(User::NAME.asc())).all(&db).await?);
    println!("{:?}", Task::query().filter(Task::PROJECT.matches(Project::NAME.eq("Apollo"))).select((Task::ID, Task::TITLE)).all(&db).await?);
    db.transaction(async |tx| { apollo.update(tx).set(Project::NAME, "Apollo 2").await?; task.delete(tx).await }).await?;
    println!("{apollo:?}");
    let t2 = apollo.create_task(&db, Task::build().title("Build")).await?;
    apollo.create_task(&db, Task::build().title("Fly").done(true)).await?;
    let gemini = Project::build().name("Gemini").insert(&db).await?;
    gemini.create_task(&db, Task::build().title("Orbit")).await?;
    let projects = Project::query()
        .include(Project::TASKS.filter(Task::DONE.eq(false)).order_by(Task::ID.desc()))
        .include(Project::OWNER)
        .all(&db).await?;
    for p in &projects {
        println!("{} of {:?}: {} open", p.name, p.owner.as_ref().map(|u| &u.name), p.tasks.len());
    }
    println!("{:?}", User::query().include(User::OWNED_PROJECTS.include(Project::TASKS.limit(1))).first(&db).await?);
    println!("{:?}", Task::query().include(Task::PROJECT.include(Project::OWNER.required())).order_by(Task::ID.asc()).all(&db).await?);
    println!("{:?}", apollo.get_tasks(&db).include(Task::PROJECT).order_by(Task::ID.asc()).await?);
    println!("{:?}", t2.get_project(&db).include(Project::OWNER).await?.owner);
    let s = User::insert_all(&db, (0..1000).map(|i| User::build().name(format!("u{i}")))).await?;
    println!("{:?}", s.last());
    let mut stream = User::query().stream(&db); let mut n = 0; while let Some(row) = stream.next().await { row?; n += 1; } println!("{n}");
    Ok(())
}
