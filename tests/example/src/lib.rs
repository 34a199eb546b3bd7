//! What the examples in the documentation of orm-core begin with: models, and a database with a few rows of each.
#![allow(clippy::unwrap_used, clippy::missing_panics_doc, reason = "an example fails by panicking")]

pub use orm::prelude::*;
pub use orm::sqlite::SqliteDriver as Driver;

/// A project of somebody, with tasks and members.
#[derive(Model, Debug, Clone, PartialEq)]
#[has_many(Task)]
#[belongs_to(User, as = owner)]
#[belongs_to_many(User, as = members, through = Membership)]
pub struct Project {
    /// The key.
    pub id: i64,
    /// What it is called.
    pub name: String,
    /// Whose it is, if anybody's.
    pub owner_id: Option<i64>,
}

/// A task of a project.
#[derive(Model, Debug, Clone, PartialEq)]
#[belongs_to(Project, on_delete = cascade)]
pub struct Task {
    /// The key.
    pub id: i64,
    /// What is to be done.
    pub title: String,
    /// Whether it was.
    #[column(default = false)]
    pub done: bool,
    /// How many hours it takes, if known.
    pub hours: Option<i64>,
    /// Where it belongs.
    pub project_id: i64,
}

/// Somebody, with the projects that are theirs, those that they are in, and a profile.
#[derive(Model, Debug, Clone, PartialEq)]
#[has_many(Project, as = owned_projects, foreign_key = owner_id)]
#[has_one(Profile)]
#[belongs_to_many(Project, through = Membership)]
pub struct User {
    /// The key.
    pub id: i64,
    /// The name, which nobody else has.
    #[column(unique)]
    pub name: String,
}

/// What somebody says of themselves.
#[derive(Model, Debug, Clone, PartialEq)]
#[belongs_to(User)]
pub struct Profile {
    /// The key.
    pub id: i64,
    /// The text.
    pub text: String,
    /// Whose it is.
    pub user_id: Option<i64>,
}

/// Who is in which project, and as what.
#[derive(Model, Debug, Clone, PartialEq)]
#[belongs_to(Project)]
#[belongs_to(User)]
pub struct Membership {
    /// The project.
    #[key]
    pub project_id: i64,
    /// The member.
    #[key]
    pub user_id: i64,
    /// What they do in it.
    #[column(default = "member")]
    pub role: String,
}

/// All of them.
pub const SCHEMA: Schema = schema![Project, Task, User, Profile, Membership];

/// Runs an example over a database in which Ada (1) owns the project Apollo (1) and leads it, and Bob (2) is a member;
/// `Design` (1) takes 3 hours, `Build` (2) 5, and `Name it` (3) is done. Nobody owns the project Gemini (2), which has no
/// tasks.
pub fn run(example: impl AsyncFnOnce(Db) -> orm::Result<()>) {
    run_on(SCHEMA, async |db| {
        fill(&db).await?;
        example(db).await
    });
}

/// Runs an example over the empty tables of a schema of its own.
pub fn run_on(schema: Schema, example: impl AsyncFnOnce(Db) -> orm::Result<()>) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let done = runtime.block_on(async {
        let db = orm::connect("sqlite::memory:").await?;
        schema.sync(&db).await?;
        example(db).await
    });
    done.unwrap();
}

async fn fill(db: &Db) -> orm::Result<()> {
    let ada = User::build().name("Ada").insert(db).await?;
    let bob = User::build().name("Bob").insert(db).await?;
    let apollo = Project::build().name("Apollo").owner(&ada).insert(db).await?;
    Project::build().name("Gemini").insert(db).await?;
    for (title, hours, done) in
        [("Design", Some(3), false), ("Build", Some(5), false), ("Name it", None, true)]
    {
        apollo.create_task(db, Task::build().title(title).hours(hours).done(done)).await?;
    }
    apollo.add_member(db, &ada).through(Membership::build().role("lead")).await?;
    apollo.add_member(db, &bob).await
}

/// A pool of sqlx over the same database.
pub fn pool(db: &Db) -> orm::sqlite::SqlitePool {
    db.sqlite_pool().unwrap()
}
