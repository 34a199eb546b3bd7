//! What the oracle recorded.
use orm::prelude::*;
use orm::{ErrorKind, Result, schema};

use crate::case::Test;
use crate::cases::eager::fixture as blog;
use crate::cases::support::{kind, rows};

crate::cases!["nested_create": [
    belongs_to_alias,
    belongs_to_not_null,
    bulk_belongs_to,
    deep,
    existing_child,
    has_many_not_null,
    include_without_values,
    product_user_addresses,
    source_key,
    target_key,
]];

#[derive(Model, Debug, Clone, PartialEq)]
#[belongs_to(User)]
#[belongs_to(User, as = creator)]
struct Product {
    id: i64,
    title: String,
    user_id: Option<i64>,
    creator_id: Option<i64>,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[has_many(Address)]
struct User {
    id: i64,
    first_name: String,
    last_name: Option<String>,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[belongs_to(User)]
struct Address {
    id: i64,
    city: String,
    user_id: Option<i64>,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[has_many(Task)]
struct Project {
    id: i64,
    name: String,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[belongs_to(Project)]
struct Task {
    id: i64,
    title: String,
    project_id: i64,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[has_many(City, foreign_key = country_code, source_key = iso_code)]
struct Country {
    id: i64,
    name: String,
    #[column(unique)]
    iso_code: String,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[belongs_to(Country, foreign_key = country_code, target_key = iso_code)]
struct City {
    id: i64,
    name: String,
    country_code: Option<String>,
}

#[derive(Model, Debug, Clone, PartialEq)]
struct Captain {
    id: i64,
    #[column(unique)]
    name: String,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[belongs_to(Captain, target_key = name)]
struct Ship {
    id: i64,
    name: String,
    captain_name: Option<String>,
}

fn person(id: i64, first: &str, last: Option<&str>) -> User {
    User { id, first_name: first.to_owned(), last_name: last.map(str::to_owned) }
}

async fn belongs_to_alias(Test { db, .. }: Test) -> Result<()> {
    schema![Product, User, Address].sync(&db).await?;
    let matt = User::build().first_name("Matt").last_name("Hansen");
    let chair = Product::build().title("Chair").creator(matt).insert(&db).await?;
    assert_eq!(chair.creator, Some(person(1, "Matt", Some("Hansen"))));
    let stored = Product { id: 1, title: "Chair".to_owned(), user_id: None, creator_id: Some(1) };
    assert_eq!(*chair, stored);
    assert_eq!(rows(&db, Product::ID.asc()).await?, [stored]);
    Ok(())
}

async fn belongs_to_not_null(Test { db, .. }: Test) -> Result<()> {
    schema![Project, Task].sync(&db).await?;
    let task = Task::build().title("a").project(Project::build().name("p")).insert(&db).await?;
    // The key is required, so there is no `Option` around the row.
    assert_eq!((task.project_id, task.project.name.as_str()), (1, "p"));
    assert_eq!(task, Task::query().include(Task::PROJECT).one(&db).await?);
    Ok(())
}

async fn bulk_belongs_to(Test { db, .. }: Test) -> Result<()> {
    schema![Product, User, Address].sync(&db).await?;
    let product =
        |title: &str, name: &str| Product::build().title(title).user(User::build().first_name(name));
    let products = Product::insert_all(&db, [product("Chair", "A"), product("Table", "B")]).await?;
    let whose: Vec<_> =
        products.iter().map(|product| (product.id, product.user_id, product.user.clone())).collect();
    assert_eq!(whose, [(1, Some(1), Some(person(1, "A", None))), (2, Some(2), Some(person(2, "B", None)))]);
    assert_eq!(rows(&db, User::ID.asc()).await?, [person(1, "A", None), person(2, "B", None)]);
    Ok(())
}

async fn deep(Test { db, .. }: Test) -> Result<()> {
    use blog::{Comment, Post, Profile, SCHEMA, User};
    SCHEMA.sync(&db).await?;
    let comment = |body: &&str| Comment::build().body(*body);
    let post = |title: &str, bodies: &[&str]| Post::build().title(title).comments(bodies.iter().map(comment));
    let user = User::build()
        .name("u")
        .posts([post("p1", &["c1", "c2"]), post("p2", &[])])
        .profile(Profile::build().bio("b"))
        .insert(&db)
        .await?;
    let posts = User::POSTS.order_by(Post::ID.asc()).include(Post::COMMENTS.order_by(Comment::ID.asc()));
    assert_eq!(user, User::query().include(posts).include(User::PROFILE).one(&db).await?);
    let comments: Vec<_> =
        user.posts[0].comments.iter().map(|comment| (comment.id, comment.post_id)).collect();
    assert_eq!(comments, [(1, Some(1)), (2, Some(1))]);
    assert_eq!(user.profile, Some(Profile { id: 1, bio: "b".to_owned(), user_id: Some(1) }));
    Ok(())
}

/// What is nested is new: a key that is taken is a violation, and nothing of the tree is stored.
async fn existing_child(Test { db, .. }: Test) -> Result<()> {
    schema![Project, Task].sync(&db).await?;
    let old = Task::build().title("old").project(Project::build().name("p")).insert(&db).await?;
    let tasks = [Task::build().id(old.id).title("again"), Task::build().title("fresh")];
    let refused = Project::build().name("q").tasks(tasks).insert(&db).await;
    assert_eq!(kind(refused), ErrorKind::UniqueViolation);
    assert_eq!(rows(&db, Project::ID.asc()).await?, [old.project.clone()]);
    assert_eq!(rows(&db, Task::ID.asc()).await?, [old.into_row()]);
    Ok(())
}

async fn has_many_not_null(Test { db, .. }: Test) -> Result<()> {
    schema![Project, Task].sync(&db).await?;
    let tasks = ["a", "b"].map(|title| Task::build().title(title));
    let project = Project::build().name("p").tasks(tasks).insert(&db).await?;
    let task = |id: i64, title: &str| Task { id, title: title.to_owned(), project_id: 1 };
    assert_eq!(project.tasks, [task(1, "a"), task(2, "b")]);
    assert_eq!(rows(&db, Task::ID.asc()).await?, project.tasks);
    Ok(())
}

async fn include_without_values(Test { db, .. }: Test) -> Result<()> {
    schema![Product, User, Address].sync(&db).await?;
    let chair: Product = Product::build().title("Chair").insert(&db).await?;
    assert_eq!(chair.user_id, None);
    let cities: [&str; 0] = [];
    let nobody = User::build().first_name("x").addresses(cities.map(|city| Address::build().city(city)));
    assert_eq!(nobody.insert(&db).await?.addresses, []);
    assert_eq!(Address::query().count(&db).await?, 0);
    Ok(())
}

async fn product_user_addresses(Test { db, .. }: Test) -> Result<()> {
    schema![Product, User, Address].sync(&db).await?;
    let addresses = ["Austin", "Dallas"].map(|city| Address::build().city(city));
    let mick = User::build().first_name("Mick").last_name("Broadstone").addresses(addresses);
    let chair = Product::build().title("Chair").user(mick).insert(&db).await?;
    let user = chair.user.as_ref().unwrap();
    assert_eq!((chair.id, chair.user_id, user.id), (1, Some(1), 1));
    let cities: Vec<_> =
        user.addresses.iter().map(|address| (address.id, address.city.as_str(), address.user_id)).collect();
    assert_eq!(cities, [(1, "Austin", Some(1)), (2, "Dallas", Some(1))]);
    let again = Product::USER.include(User::ADDRESSES.order_by(Address::ID.asc()));
    assert_eq!(chair, Product::query().include(again).one(&db).await?);
    Ok(())
}

async fn source_key(Test { db, .. }: Test) -> Result<()> {
    schema![Country, City].sync(&db).await?;
    let cities = ["Berlin", "Bonn"].map(|name| City::build().name(name));
    let germany = Country::build().name("Germany").iso_code("DE").cities(cities).insert(&db).await?;
    let city = |id: i64, name: &str| City { id, name: name.to_owned(), country_code: Some("DE".to_owned()) };
    assert_eq!(germany.cities, [city(1, "Berlin"), city(2, "Bonn")]);
    assert_eq!(rows(&db, City::ID.asc()).await?, germany.cities);
    Ok(())
}

async fn target_key(Test { db, .. }: Test) -> Result<()> {
    schema![Captain, Ship].sync(&db).await?;
    let pearl = Ship::build().name("Pearl").captain(Captain::build().name("Jack")).insert(&db).await?;
    assert_eq!(pearl.captain_name.as_deref(), Some("Jack"));
    assert_eq!(pearl.captain, Some(Captain { id: 1, name: "Jack".to_owned() }));
    assert_eq!(rows(&db, Ship::ID.asc()).await?, [pearl.into_row()]);
    Ok(())
}
