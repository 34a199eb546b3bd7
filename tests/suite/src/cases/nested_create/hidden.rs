//! Rows through junctions that nobody sees: keys of every kind, models that are linked to themselves.
use orm::prelude::*;
use orm::{ErrorKind, NewOrExisting, Result, schema, sql};

use crate::case::Test;
use crate::cases::many_to_many::fixture::{Project, SCHEMA, User, links};
use crate::cases::support::{kind, rows};

crate::cases!["nested_create": [
    belongs_to_many,
    existing_nm_target,
    links_rows_of_the_same_model,
    links_by_keys_that_are_not_primary,
    links_by_composite_keys,
]];

#[derive(Model, Debug, Clone, PartialEq)]
#[belongs_to_many(Self, as = children, through = "person_children", foreign_key = parent_id, other_key = child_id)]
#[belongs_to_many(Self, as = parents, through = "person_children", foreign_key = child_id, other_key = parent_id)]
struct Person {
    id: i64,
    name: String,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[belongs_to_many(Label, through = "item_labels", source_key = sku, target_key = title)]
struct Item {
    id: i64,
    #[column(unique)]
    sku: String,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[belongs_to_many(Item, through = "item_labels", source_key = title, target_key = sku)]
struct Label {
    id: i64,
    #[column(unique)]
    title: String,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[belongs_to_many(Book, through = "shelf_books")]
struct Shelf {
    #[key]
    room: String,
    #[key]
    number: i64,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[belongs_to_many(Shelf, through = "shelf_books")]
struct Book {
    #[key]
    isbn: String,
    title: String,
}

async fn belongs_to_many(Test { db, .. }: Test) -> Result<()> {
    SCHEMA.sync(&db).await?;
    let projects = ["a", "b"].map(|name| Project::build().name(name));
    let john = User::build().name("John").projects(projects).insert(&db).await?;
    let project = |id: i64, name: &str| Project { id, name: name.to_owned() };
    assert_eq!(john.projects, [project(1, "a"), project(2, "b")]);
    assert_eq!(links(&db).await?, [(1, 1), (1, 2)]);
    assert_eq!(john, User::query().include(User::PROJECTS.order_by(Project::ID.asc())).one(&db).await?);
    // From the other side, and inside of an outer transaction.
    let tx = db.begin().await?;
    let c = Project::build().name("c").users([User::build().name("Jane")]).insert(&tx).await?;
    assert_eq!((c.users[0].id, c.users[0].name.as_str()), (2, "Jane"));
    tx.rollback().await?;
    assert_eq!(links(&db).await?, [(1, 1), (1, 2)]);
    Ok(())
}

/// A builder is a new row, and a key that is taken a violation; an existing row is given as itself or by its key.
async fn existing_nm_target(Test { db, .. }: Test) -> Result<()> {
    SCHEMA.sync(&db).await?;
    let old = Project::build().name("old").insert(&db).await?;
    let refused = User::build().name("u").projects([Project::build().id(old.id).name("old")]).insert(&db);
    assert_eq!(kind(refused.await), ErrorKind::UniqueViolation);
    assert_eq!(User::query().count(&db).await?, 0);

    let mut other = Project::build().name("other").insert(&db).await?;
    let by_row = User::build().name("u").projects([&other, &old]).insert(&db).await?;
    assert_eq!(by_row.projects, [other.clone(), old.clone()]);
    let by_key = User::build().name("v").projects([old.id]).insert(&db).await?;
    assert_eq!(by_key.projects, [old.clone()]);
    let by_mut = User::build().name("w").projects([&mut other]).insert(&db).await?;
    assert_eq!(by_mut.projects, [other]);
    let mixed = [NewOrExisting::New(Project::build().name("new")), NewOrExisting::Existing(&old)];
    let mixed = User::build().name("x").projects(mixed).insert(&db).await?;
    assert_eq!(mixed.projects, [Project { id: mixed.projects[0].id, name: "new".to_owned() }, old]);
    assert_eq!(links(&db).await?.len(), 6);
    Ok(())
}

async fn links_rows_of_the_same_model(Test { db, .. }: Test) -> Result<()> {
    schema![Person].sync(&db).await?;
    let person = |name: &str| Person::build().name(name);
    let mary = person("mary").insert(&db).await?;
    let child = person("child").children([person("grandchild")]).parents([&mary]);
    let top = person("top").children([child]).insert(&db).await?;
    assert_eq!(top.children[0].children[0].name, "grandchild");
    let child = Person::query().filter(Person::NAME.eq("child"));
    let child = child.include(Person::PARENTS.order_by(Person::ID.asc())).one(&db).await?;
    assert_eq!(child.parents.iter().map(|parent| parent.name.as_str()).collect::<Vec<_>>(), ["mary", "top"]);
    assert_eq!(mary.get_children(&db).await?, [child.into_row()]);
    Ok(())
}

async fn links_by_keys_that_are_not_primary(Test { db, .. }: Test) -> Result<()> {
    schema![Item, Label].sync(&db).await?;
    let old = Label::build().id(40).title("old").insert(&db).await?;
    let labels = [Label::build().id(50).title("red"), Label::build().id(60).title("big")];
    let item = Item::build().id(7).sku("x1").labels(labels).insert(&db).await?;
    assert_eq!(item.labels.iter().map(|label| label.id).collect::<Vec<_>>(), [50, 60]);
    let again = Item::build().id(8).sku("x2").labels(["old", "red"]).insert(&db).await?;
    assert_eq!(again.labels, [old, item.labels[0].clone()]);
    let stored = sql("SELECT item_sku, label_title FROM item_labels ORDER BY item_sku, label_title");
    let stored: Vec<(String, String)> = stored.fetch_rows(&db).await?;
    let pair = |sku: &str, title: &str| (sku.to_owned(), title.to_owned());
    assert_eq!(stored, [pair("x1", "big"), pair("x1", "red"), pair("x2", "old"), pair("x2", "red")]);
    let both = Item::query().order_by(Item::ID.asc()).include(Item::LABELS.order_by(Label::ID.asc()));
    assert_eq!(both.all(&db).await?, [item, again]);
    Ok(())
}

async fn links_by_composite_keys(Test { db, .. }: Test) -> Result<()> {
    schema![Shelf, Book].sync(&db).await?;
    let books = ["a", "b"].map(|isbn| Book::build().isbn(isbn).title("t"));
    let shelf = Shelf::build().room("hall").number(1).books(books).insert(&db).await?;
    assert_eq!(shelf.books.len(), 2);
    let near = Book::build().isbn("c").title("t").shelves([&*shelf]).insert(&db).await?;
    assert_eq!(near.shelves, [(*shelf).clone()]);
    let books: Vec<Book> = rows(&db, Book::ISBN.asc()).await?;
    assert_eq!(shelf.get_books(&db).order_by(Book::ISBN.asc()).await?, books);
    Ok(())
}
