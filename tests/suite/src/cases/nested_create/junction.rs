//! Rows through junctions that are models: values of the links, scopes, further trees below, one statement per level.
use orm::prelude::*;
use orm::{ErrorKind, NewOrExisting, Result, schema};

use crate::case::Test;
use crate::cases::statements::Statements;
use crate::cases::support::{kind, rows};

crate::cases!["nested_create": [
    belongs_to_many_through_scope,
    belongs_to_many_through_values,
    belongs_to_many_target_scope,
    under_belongs_to_many,
    bulk_belongs_to_many,
    links_existing_rows_of_a_scope,
    repeats_a_link_where_pairs_are_not_unique,
    a_link_that_is_refused_stores_nothing,
]];

#[derive(Model, Debug, Clone, PartialEq)]
#[belongs_to_many(Project, through = UserProject)]
#[belongs_to_many(Project, as = visits, through = Visit, unique = false)]
struct User {
    id: i64,
    name: String,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[belongs_to_many(User, through = UserProject)]
#[has_many(Task)]
struct Project {
    id: i64,
    name: String,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[belongs_to(User)]
#[belongs_to(Project)]
struct UserProject {
    #[key]
    user_id: i64,
    #[key]
    project_id: i64,
    status: Option<String>,
    #[column(default = 1)]
    priority: i32,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[belongs_to(User)]
#[belongs_to(Project)]
struct Visit {
    id: i64,
    user_id: i64,
    project_id: i64,
    reason: String,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[belongs_to(Project)]
struct Task {
    id: i64,
    title: String,
    project_id: i64,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[belongs_to_many(Tag, through = ItemTag, foreign_key = taggable_id, through_scope(taggable = "post"), constraints = false)]
#[belongs_to_many(Tag, as = pending_tags, through = ItemTag, foreign_key = taggable_id, through_scope(taggable = "post"), scope(status = "pending"), constraints = false)]
struct Post {
    id: i64,
    title: String,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[belongs_to_many(Post, through = ItemTag, other_key = taggable_id, through_scope(taggable = "post"), constraints = false)]
struct Tag {
    id: i64,
    name: String,
    status: Option<String>,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[belongs_to(Tag)]
struct ItemTag {
    id: i64,
    tag_id: i64,
    taggable: String,
    taggable_id: i64,
}

async fn team(db: &Db) -> Result<()> {
    schema![User, Project, UserProject, Visit, Task].sync(db).await
}

async fn blog(db: &Db) -> Result<()> {
    schema![Post, Tag, ItemTag].sync(db).await
}

fn link(user_id: i64, project_id: i64, status: Option<&str>, priority: i32) -> UserProject {
    UserProject { user_id, project_id, status: status.map(str::to_owned), priority }
}

async fn links(db: &Db) -> Result<Vec<UserProject>> {
    rows(db, [UserProject::USER_ID.asc(), UserProject::PROJECT_ID.asc()]).await
}

async fn tagged(db: &Db) -> Result<Vec<(i64, String, i64)>> {
    let all: Vec<ItemTag> = rows(db, ItemTag::ID.asc()).await?;
    Ok(all.into_iter().map(|row| (row.tag_id, row.taggable, row.taggable_id)).collect())
}

async fn belongs_to_many_through_scope(Test { db, .. }: Test) -> Result<()> {
    blog(&db).await?;
    let tags = ["polymorphic", "associations"].map(|name| Tag::build().name(name));
    let post = Post::build().title("Polymorphic").tags(tags).insert(&db).await?;
    let tag = |id: i64, name: &str| Tag { id, name: name.to_owned(), status: None };
    assert_eq!(post.tags, [tag(1, "polymorphic"), tag(2, "associations")]);
    assert_eq!(tagged(&db).await?, [(1, "post".to_owned(), 1), (2, "post".to_owned(), 1)]);
    assert_eq!(post, Post::query().include(Post::TAGS.order_by(Tag::ID.asc())).one(&db).await?);
    Ok(())
}

/// What a row brings is stored; what it does not is the column's default.
async fn belongs_to_many_through_values(Test { db, .. }: Test) -> Result<()> {
    team(&db).await?;
    let a = (Project::build().name("a"), UserProject::build().status("active").priority(2));
    let b = (Project::build().name("b"), UserProject::build());
    let statements = Statements::count();
    // A list has one type, and so have pairs that give the same columns.
    let john = User::build().name("John").projects([a]).insert(&db).await?;
    assert_eq!(statements.sent(), 3);
    let jane = User::build().name("Jane").projects([b]).insert(&db).await?;
    assert_eq!((john.projects[0].id, jane.projects[0].id), (1, 2));
    assert_eq!(links(&db).await?, [link(1, 1, Some("active"), 2), link(2, 2, None, 1)]);
    let both = [&*john.projects[0].name, &*jane.projects[0].name];
    let both = both.iter().zip(1..).map(|(name, id)| (id, UserProject::build().status(*name).priority(7)));
    let jim = User::build().name("Jim").projects(both).insert(&db).await?;
    assert_eq!(jim.projects.iter().map(|project| project.name.as_str()).collect::<Vec<_>>(), ["a", "b"]);
    assert_eq!(links(&db).await?[2..], [link(3, 1, Some("a"), 7), link(3, 2, Some("b"), 7)]);
    Ok(())
}

/// Other than in the oracle, the scope of the other side is written.
async fn belongs_to_many_target_scope(Test { db, .. }: Test) -> Result<()> {
    blog(&db).await?;
    let tags = [Tag::build().name("a"), Tag::build().name("b")];
    let post = Post::build().title("p").pending_tags(tags).insert(&db).await?;
    assert!(post.pending_tags.iter().all(|tag| tag.status.as_deref() == Some("pending")));
    assert_eq!(post, Post::query().include(Post::PENDING_TAGS.order_by(Tag::ID.asc())).one(&db).await?);
    assert_eq!(tagged(&db).await?.len(), 2);
    Ok(())
}

/// An existing row is linked as it is, and a scope that it is not in does not show it.
async fn links_existing_rows_of_a_scope(Test { db, .. }: Test) -> Result<()> {
    blog(&db).await?;
    let done = Tag::build().name("done").status("done").insert(&db).await?;
    let open = Tag::build().name("open").status("pending").insert(&db).await?;
    let post = Post::build().title("p").pending_tags([&done, &open]).insert(&db).await?;
    assert_eq!(post.pending_tags, [open.clone()]);
    assert_eq!(Tag::get(&db, done.id).await?, done);
    assert_eq!(tagged(&db).await?.len(), 2);
    assert_eq!(post, Post::query().include(Post::PENDING_TAGS).one(&db).await?);
    Ok(())
}

/// Other than in the oracle, children below a row beyond the junction are stored.
async fn under_belongs_to_many(Test { db, .. }: Test) -> Result<()> {
    team(&db).await?;
    let project = |name: &str, titles: &[&str]| {
        Project::build().name(name).tasks(titles.iter().map(|title| Task::build().title(*title)))
    };
    let user = User::build().name("u").projects([project("p", &["a", "b"]), project("q", &["c"])]);
    let user = user.insert(&db).await?;
    assert_eq!(user.projects[0].tasks.iter().map(|task| task.project_id).collect::<Vec<_>>(), [1, 1]);
    let tasks = Project::TASKS.order_by(Task::ID.asc());
    let projects = User::PROJECTS.order_by(Project::ID.asc()).include(tasks);
    assert_eq!(user, User::query().include(projects).one(&db).await?);
    Ok(())
}

/// A statement for the rows, one for those beyond the junction, one for the links, one for what is below.
async fn bulk_belongs_to_many(Test { db, .. }: Test) -> Result<()> {
    team(&db).await?;
    let statements = Statements::count();
    let user = |n: usize| {
        let projects = (0..n % 3).map(|at| {
            let tasks = (0..at).map(|task| Task::build().title(format!("{n}.{at}.{task}")));
            (Project::build().name(format!("{n}.{at}")).tasks(tasks), UserProject::build().status("new"))
        });
        User::build().name(format!("{n}")).projects(projects.collect::<Vec<_>>())
    };
    let users = User::insert_all(&db, (0..100).map(user)).await?;
    assert_eq!(statements.sent(), 4);
    let tasks = Project::TASKS.order_by(Task::ID.asc());
    let projects = User::PROJECTS.order_by(Project::ID.asc()).include(tasks);
    let stored = User::query().order_by(User::ID.asc()).include(projects).all(&db).await?;
    assert_eq!(users, stored);
    assert_eq!(UserProject::query().filter(UserProject::STATUS.eq("new")).count(&db).await?, 99);

    // Existing rows: one statement for the links, and one to read what fills the places.
    let [first, second] = [&users[1].projects[0], &users[2].projects[1]].map(|project| (**project).clone());
    let user = |n: usize| {
        let rows = if n.is_multiple_of(2) { vec![&second, &first] } else { vec![&first] };
        User::build().name("again").projects(rows)
    };
    statements.sent();
    let users = User::insert_all(&db, (0..10).map(user)).await?;
    assert_eq!(statements.sent(), 3);
    assert_eq!(
        (&users[0].projects, &users[9].projects),
        (&vec![second.clone(), first.clone()], &vec![first.clone()])
    );
    // Both in one list.
    let rows = vec![
        (NewOrExisting::New(Project::build().name("x")), UserProject::build().priority(5)),
        (NewOrExisting::Existing(&first), UserProject::build().priority(6)),
    ];
    let user = User::build().name("mixed").projects(rows).insert(&db).await?;
    assert_eq!(user.projects.iter().map(|project| project.name.as_str()).collect::<Vec<_>>(), ["x", "1.0"]);
    let priorities = UserProject::query().filter(UserProject::USER_ID.eq(user.id));
    let priorities: Vec<(i32,)> =
        priorities.order_by(UserProject::PRIORITY.asc()).select((UserProject::PRIORITY,)).all(&db).await?;
    assert_eq!(priorities, [(5,), (6,)]);
    Ok(())
}

async fn repeats_a_link_where_pairs_are_not_unique(Test { db, .. }: Test) -> Result<()> {
    team(&db).await?;
    let project = Project::build().name("p").insert(&db).await?;
    let visit = |reason: &str| (&project, Visit::build().reason(reason));
    let user = User::build().name("u").visits([visit("a"), visit("b")]).insert(&db).await?;
    assert_eq!(user.visits, [project.clone(), project.clone()]);
    let visits: Vec<Visit> = rows(&db, Visit::ID.asc()).await?;
    assert_eq!(visits.iter().map(|visit| visit.reason.as_str()).collect::<Vec<_>>(), ["a", "b"]);
    // Where they are unique, a row that comes twice is one link, and what comes last is what it says.
    let twice = [1, 2].map(|priority| (&project, UserProject::build().priority(priority)));
    let user = User::build().name("v").projects(twice).insert(&db).await?;
    assert_eq!(user.projects, [project]);
    assert_eq!(links(&db).await?, [link(user.id, 1, None, 2)]);
    Ok(())
}

async fn a_link_that_is_refused_stores_nothing(Test { db, .. }: Test) -> Result<()> {
    team(&db).await?;
    let refused = User::build().name("u").projects([7]).insert(&db).await;
    let error = refused.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ForeignKeyViolation);
    assert!(error.to_string().contains("User.projects"), "{error}");
    let new = [7, 7].map(|id| Project::build().id(id).name("twice"));
    assert_eq!(kind(User::build().name("u").projects(new).insert(&db).await), ErrorKind::UniqueViolation);
    let nobody = User::build().name("u").projects(orm::NONE).insert(&db).await?;
    assert_eq!(nobody.projects, []);
    assert_eq!((User::query().count(&db).await?, Project::query().count(&db).await?), (1, 0));
    Ok(())
}
