//! The corpus: a few models, and everything that can be done with them, in an order in which it works.
use std::pin::Pin;

use orm::prelude::*;
use orm::schema::Schema;
use orm::{NONE, Result, schema};

#[derive(Model, Debug, Clone, PartialEq)]
#[has_many(Task)]
#[has_one(Plan)]
#[belongs_to(User, as = owner)]
#[belongs_to_many(User, as = members, through = Membership)]
#[has_many(Remark, as = remarks, via = subject)]
pub struct Project {
    pub id: i64,
    #[column(unique)]
    pub name: String,
    pub owner_id: Option<i64>,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[belongs_to(Project, on_delete = cascade)]
pub struct Task {
    pub id: i64,
    pub title: String,
    #[column(default = false)]
    pub done: bool,
    #[column(index)]
    pub hours: Option<i32>,
    pub project_id: Option<i64>,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[belongs_to(Project)]
pub struct Plan {
    pub id: i64,
    pub project_id: Option<i64>,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[has_many(Project, as = owned_projects, foreign_key = owner_id)]
#[belongs_to_many(Project, through = Membership)]
pub struct User {
    pub id: i64,
    pub name: String,
    pub tags: Vec<String>,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[belongs_to(Project)]
#[belongs_to(User)]
pub struct Membership {
    #[key]
    pub project_id: i64,
    #[key]
    pub user_id: i64,
    #[column(default = "member")]
    pub role: String,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[belongs_to(Project | Task, as = subject)]
pub struct Remark {
    pub id: i64,
    pub text: String,
    pub subject_type: String,
    pub subject_id: i64,
}

pub(crate) const SCHEMA: Schema = schema![Project, Task, Plan, User, Membership, Remark];

type Run = fn(Db) -> Pin<Box<dyn Future<Output = Result<()>>>>;

macro_rules! corpus {
    ($($name:literal => |$db:ident| $body:expr;)+) => {
        /// What is recorded.
        pub(crate) const ALL: &[(&str, Run)] = &[$(($name, |db| Box::pin(async move {
            let $db = &db;
            $body;
            Ok(())
        }))),+];
    };
}

async fn project(db: &Db) -> Result<Project> {
    Project::get(db, 1).await
}

fn task(title: &str) -> impl Builder<Model = Task, Stored = Task> + orm::builder::Complete + use<> {
    Task::build().title(title)
}

corpus! {
    "insert" => |db| User::build().name("Ada").tags(vec![]).insert(db).await?;
    "insert: with its key" => |db| User::build().id(1002).name("Bob").tags(vec!["x".to_owned()]).insert(db).await?;
    "insert: a tree" => |db| Project::build().name("Apollo").tasks([Task::build().title("Design")]).insert(db).await?;
    "insert_all" => |db| Task::insert_all(db, (0..3).map(|hours| Task::build().title("t").hours(hours))).await?;
    "insert_all: lists as a column" => |db| {
        User::insert_all(db, (1003..1005).map(|id| User::build().id(id).name("u").tags(vec![]))).await?
    };
    "upsert" => |db| Project::build().name("Apollo").owner_id(1).upsert_on(db, Project::NAME).await?;
    "get, find, reload" => |db| {
        Task::find(db, 1).await?;
        Membership::find(db, (1, 1)).await?;
        project(db).await?.reload(db).await?
    };
    "save, update" => |db| {
        let mut task = Task::get(db, 1).await?;
        task.hours = Some(1);
        task.save(db).await?;
        task.update(db).set(Task::DONE, true).set(Task::HOURS, None).await?
    };
    "delete" => |db| task("t").insert(db).await?.delete(db).await?;
    "update_where, delete_where, delete_all" => |db| {
        Task::update_where(Task::HOURS.gt(100)).add(Task::HOURS, 1).set(Task::DONE, true).execute(db).await?;
        Task::delete_where(Task::HOURS.gt(100)).execute(db).await?;
        Remark::delete_all().execute(db).await?
    };
    "query: all, first, one" => |db| {
        Task::query().all(db).await?;
        Task::query().order_by([Task::HOURS.desc(), Task::ID.asc()]).first(db).await?;
        Task::query().filter(Task::ID.eq(1)).one(db).await?
    };
    "query: comparisons" => |db| {
        let lesser = Task::HOURS.lt(1).or(Task::HOURS.lte(2)).or(Task::HOURS.between(3, 4));
        let both = Task::HOURS.gt(0).and(Task::HOURS.gte(0)).and(Task::TITLE.ne("x"));
        Task::query().filter(both).filter(!lesser).filter(Task::HOURS.is_not_null()).all(db).await?
    };
    "query: lists" => |db| Task::query().filter(Task::ID.is_in([1, 2])).filter(Task::TITLE.not_in(["x"])).all(db).await?;
    "query: patterns" => |db| {
        let heeding = Task::TITLE.like("a%").or(Task::TITLE.contains("b")).or(Task::TITLE.starts_with("c"));
        Task::query().filter(heeding.or(Task::TITLE.ilike("d_"))).all(db).await?
    };
    "query: limit, offset, distinct" => |db| {
        Task::query().limit(10).offset(1).all(db).await?;
        Task::query().offset(1).all(db).await?;
        Task::query().distinct().all(db).await?
    };
    "query: some columns" => |db| Task::query().select((Task::ID, Task::TITLE)).all(db).await?;
    "query: count, exists, page" => |db| {
        Task::query().count(db).await?;
        Task::query().limit(10).count(db).await?;
        Task::query().distinct().count(db).await?;
        Task::query().filter(Task::DONE.eq(true)).exists(db).await?;
        Task::query().page(db, 1, 2).await?
    };
    "query: aggregates" => |db| {
        Task::query().sum(db, Task::HOURS).await?;
        Task::query().min(db, Task::HOURS).await?;
        Task::query().max(db, Task::HOURS).await?;
        Task::query().avg(db, Task::HOURS).await?
    };
    "query: locks" => |db| {
        let tx = db.begin().await?;
        Task::query().for_update().all(&tx).await?;
        Task::query().skip_locked().limit(1).all(&tx).await?;
        Task::query().no_wait().all(&tx).await?;
        tx.commit().await?
    };
    "query: across associations" => |db| {
        Project::query().filter(Project::TASKS.any(Task::DONE.eq(true))).all(db).await?;
        Project::query().filter(Project::MEMBERS.is_empty()).all(db).await?;
        Project::query().filter(Project::TASKS.count().gte(3)).all(db).await?;
        Task::query().filter(Task::PROJECT.matches(Project::NAME.eq("x"))).all(db).await?;
        Task::query().order_by(Task::PROJECT.order(Project::NAME.asc())).all(db).await?
    };
    "query: SQL of the user's inside" => |db| Task::query().filter(Predicate::sql("length(title) < ?", [6.into()])).all(db).await?;
    "include: to one, to many" => |db| {
        Task::query().include(Task::PROJECT).all(db).await?;
        Project::query().include(Project::TASKS.filter(Task::DONE.eq(false)).order_by(Task::ID.desc())).all(db).await?
    };
    "include: to one, nested and filtered" => |db| {
        Task::query().include(Task::PROJECT.filter(Project::NAME.eq("x")).include(Project::OWNER)).limit(3).all(db).await?;
        User::query().include(User::OWNED_PROJECTS.include(Project::OWNER.filter(User::NAME.eq("x")))).all(db).await?;
        Task::query().include(Task::PROJECT.include(Project::OWNER)).filter(Predicate::sql("id > 0", [])).all(db).await?
    };
    "include: some of each parent" => |db| Project::query().include(Project::TASKS.limit(2)).all(db).await?;
    "include: required" => |db| Project::query().include(Project::TASKS.required()).all(db).await?;
    "include: through a junction" => |db| Project::query().include(Project::MEMBERS.with_through()).all(db).await?;
    "include: of several rows" => |db| {
        let mercury = Project::build().name("Mercury").tasks([Task::build().title("Launch")]).members([1]).insert(db).await?;
        Project::query().include(Project::TASKS).all(db).await?;
        Project::query().include(Project::TASKS.limit(2)).all(db).await?;
        Project::query().include(Project::MEMBERS.order_by(User::NAME.asc()).limit(1).with_through()).all(db).await?;
        let remarks = [1, mercury.id].map(|id| Remark::build().text("?").subject(SubjectKey::Project(id)));
        Remark::insert_all(db, remarks).await?;
        Remark::query().include(Remark::SUBJECT).all(db).await?
    };
    "to one: get, set, create" => |db| {
        let mut first = Task::get(db, 1).await?;
        first.get_project(db).await?;
        let parent = project(db).await?;
        first.set_project(db, &parent).await?;
        first.set_project(db, None).await?;
        first.create_project(db, Project::build().name("Gemini")).await?
    };
    "has_one: get, set, create" => |db| {
        let parent = project(db).await?;
        parent.get_plan(db).await?;
        let plan = Plan::build().insert(db).await?;
        parent.set_plan(db, &plan).await?;
        parent.create_plan(db, Plan::build()).await?
    };
    "to many: get, count, has" => |db| {
        let parent = project(db).await?;
        parent.get_tasks(db).filter(Task::DONE.eq(false)).limit(10).await?;
        parent.count_tasks(db).await?;
        parent.has_task(db, 1).await?;
        parent.has_tasks(db, [1, 2]).await?
    };
    "to many: add, remove, set, create" => |db| {
        let parent = project(db).await?;
        parent.add_task(db, 1).await?;
        parent.add_tasks(db, [2, 3]).await?;
        parent.remove_task(db, 1).await?;
        parent.set_tasks(db, [1, 2]).await?;
        parent.set_tasks(db, NONE).await?;
        parent.create_task(db, Task::build().title("t")).await?
    };
    "many to many: get, count, has" => |db| {
        let parent = project(db).await?;
        parent.get_members(db).await?;
        parent.count_members(db).await?;
        parent.has_member(db, 1).await?
    };
    "many to many: add, remove, set, create" => |db| {
        let parent = project(db).await?;
        parent.add_member(db, 1).await?;
        parent.add_members(db, [1, 1002]).await?;
        parent.add_member(db, 1).through(Membership::build().role("lead")).await?;
        parent.set_members(db, [1002]).await?;
        parent.remove_member(db, 1002).await?;
        parent.create_member(db, User::build().name("Cy").tags(vec![])).await?
    };
    "polymorphic: create, get, owner" => |db| {
        let parent = project(db).await?;
        let remark = parent.create_remark(db, Remark::build().text("r")).await?;
        parent.get_remarks(db).await?;
        remark.get_subject(db).await?
    };
    "sql" => |db| orm::sql("SELECT title FROM tasks WHERE id = $1").bind(1).fetch_scalars::<String>(db).await?;
    "delete_all of a schema" => |db| SCHEMA.delete_all(db).await?;
}
