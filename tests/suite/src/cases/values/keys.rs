//! Keys that are no plain numbers: typed ids, texts, UUIDs, bytes, small integers.
use orm::prelude::*;
use orm::{ErrorKind, Result, schema};
use uuid::Uuid;

use crate::case::Test;
use crate::cases::support::{kind, rows};

crate::cases!["values": [
    bytes_are_keys,
    ids_are_typed,
    ids_may_hold_uuids,
    small_integers_are_counted_up,
    texts_are_keys,
    uuids_are_keys,
]];

mod typed {
    use super::*;

    #[derive(Model, Debug, Clone, PartialEq)]
    #[has_many(Task)]
    pub(super) struct Project {
        pub(super) id: Id<Project>,
        pub(super) name: String,
    }

    #[derive(Model, Debug, Clone, PartialEq)]
    #[belongs_to(Project)]
    pub(super) struct Task {
        pub(super) id: Id<Task>,
        pub(super) project_id: Option<Id<Project>>,
    }
}

async fn ids_are_typed(Test { db, .. }: Test) -> Result<()> {
    use typed::*;
    schema![Project, Task].sync(&db).await?;
    let project = Project::build().name("p").insert(&db).await?;
    assert_eq!(project.id, Id::new(1));
    let task = project.create_task(&db, Task::build()).await?;
    let mut other = Task::build().project_id(project.id).insert(&db).await?;
    assert_eq!(Project::get(&db, project.id).await?, project);
    assert_eq!(task.get_project(&db).await?.as_ref(), Some(&project));
    assert!(project.has_tasks(&db, [task.id, other.id]).await?);
    assert_eq!(Task::query().filter(Task::PROJECT_ID.eq(project.id)).count(&db).await?, 2);
    assert_eq!(project.remove_task(&db, task.id).await?, 1);
    other.set_project(&db, None).await?;
    other.set_project(&db, project.id).await?;
    assert_eq!(Task::query().filter(Task::ID.is_in([task.id, other.id])).count(&db).await?, 2);
    project.set_tasks(&db, [task.id]).await?;
    assert_eq!(project.get_tasks(&db).select(Task::ID).await?, [task.id]);
    Ok(())
}

mod typed_uuid {
    use super::*;

    #[derive(Model, Debug, Clone, PartialEq)]
    #[has_many(Book)]
    pub(super) struct Author {
        pub(super) id: Id<Author, Uuid>,
    }

    #[derive(Model, Debug, Clone, PartialEq)]
    #[belongs_to(Author)]
    pub(super) struct Book {
        pub(super) id: Id<Book, String>,
        pub(super) author_id: Id<Author, Uuid>,
    }
}

async fn ids_may_hold_uuids(Test { db, .. }: Test) -> Result<()> {
    use typed_uuid::*;
    schema![Author, Book].sync(&db).await?;
    let author = Author::build().id(Id::new(Uuid::from_u128(7))).insert(&db).await?;
    let book = author.create_book(&db, Book::build().id(Id::new("isbn".to_owned()))).await?;
    assert_eq!(book.get_author(&db).await?, author);
    assert!(author.has_book(&db, book.id.clone()).await?);
    assert_eq!(Book::get(&db, book.id.clone()).await?, book);
    Ok(())
}

mod uuids {
    use super::*;

    #[derive(Model, Debug, Clone, PartialEq)]
    #[has_many(Item)]
    #[has_one(Badge)]
    pub(super) struct Owner {
        pub(super) id: Uuid,
    }

    #[derive(Model, Debug, Clone, PartialEq)]
    #[belongs_to(Owner)]
    pub(super) struct Item {
        pub(super) id: Uuid,
        pub(super) owner_id: Option<Uuid>,
    }

    #[derive(Model, Debug, Clone, PartialEq)]
    pub(super) struct Badge {
        pub(super) id: Uuid,
        pub(super) owner_id: Option<Uuid>,
    }
}

async fn uuids_are_keys(Test { db, .. }: Test) -> Result<()> {
    use uuids::*;
    schema![Owner, Item, Badge].sync(&db).await?;
    let [one, two, three] = [1, 2, 3].map(Uuid::from_u128);
    let owner = Owner::build().id(one).insert(&db).await?;
    Item::insert_all(&db, [two, three].map(|id| Item::build().id(id))).await?;
    owner.set_items(&db, [two, three]).await?;
    owner.remove_item(&db, three).await?;
    assert_eq!(owner.get_items(&db).await?, [Item { id: two, owner_id: Some(one) }]);
    assert!(owner.has_item(&db, two).await?);
    let mut item = Item::get(&db, three).await?;
    item.set_owner(&db, one).await?;
    assert_eq!(item.get_owner(&db).await?.as_ref(), Some(&owner));
    let badge = owner.create_badge(&db, Badge::build().id(two)).await?;
    owner.set_badge(&db, None).await?;
    owner.set_badge(&db, two).await?;
    assert_eq!(owner.get_badge(&db).await?, Some(badge));
    assert_eq!(kind(item.set_owner(&db, three).await), ErrorKind::ForeignKeyViolation);
    assert_eq!(kind(Owner::build().id(one).insert(&db).await), ErrorKind::UniqueViolation);
    Ok(())
}

mod texts {
    use super::*;

    #[derive(Model, Debug, Clone, PartialEq)]
    #[has_many(City)]
    pub(super) struct Country {
        #[key]
        pub(super) code: String,
        pub(super) name: String,
    }

    #[derive(Model, Debug, Clone, PartialEq)]
    #[belongs_to(Country)]
    pub(super) struct City {
        #[key]
        pub(super) name: String,
        pub(super) country_code: String,
    }
}

async fn texts_are_keys(Test { db, .. }: Test) -> Result<()> {
    use texts::*;
    schema![Country, City].sync(&db).await?;
    let code = "d'\"e\\ \u{1F980}";
    let country = Country::build().code(code).name("n").insert(&db).await?;
    let city = country.create_city(&db, City::build().name("")).await?;
    assert_eq!(city, City { name: String::new(), country_code: code.into() });
    assert_eq!(city.get_country(&db).await?, country);
    assert!(country.has_city(&db, "").await?);
    assert_eq!(Country::get(&db, code).await?, country);
    let other = Country::build().code("other").name("o").insert(&db).await?;
    other.add_city(&db, "").await?;
    assert_eq!(country.count_cities(&db).await?, 0);
    assert_eq!(kind(other.add_city(&db, "nowhere").await), ErrorKind::NotFound);
    let mut city = City::get(&db, "").await?;
    city.set_country(&db, code).await?;
    assert_eq!(rows(&db, City::NAME.asc()).await?, [city]);
    Ok(())
}

mod bytes {
    use super::*;

    #[derive(Model, Debug, Clone, PartialEq)]
    #[has_many(Part)]
    pub(super) struct Blob {
        #[key]
        pub(super) hash: Vec<u8>,
    }

    #[derive(Model, Debug, Clone, PartialEq)]
    pub(super) struct Part {
        pub(super) id: i64,
        pub(super) blob_hash: Option<Vec<u8>>,
    }
}

async fn bytes_are_keys(Test { db, .. }: Test) -> Result<()> {
    use bytes::*;
    schema![Blob, Part].sync(&db).await?;
    let blob = Blob::build().hash(vec![0, 255, 39]).insert(&db).await?;
    Blob::build().hash(vec![0, 255]).insert(&db).await?;
    let part = blob.create_part(&db, Part::build()).await?;
    assert_eq!(part.blob_hash.as_deref(), Some(&[0, 255, 39][..]));
    assert!(blob.has_part(&db, &part).await?);
    assert_eq!(Blob::get(&db, vec![0, 255, 39]).await?, blob);
    assert_eq!(Blob::get(&db, &[0, 255, 39][..]).await?, blob);
    assert_eq!(kind(Blob::get(&db, vec![0]).await), ErrorKind::NotFound);
    Ok(())
}

mod small {
    use super::*;

    #[derive(Model, Debug, Clone, PartialEq)]
    #[has_many(Leaf)]
    pub(super) struct Branch {
        pub(super) id: i32,
    }

    #[derive(Model, Debug, Clone, PartialEq)]
    #[belongs_to(Branch)]
    pub(super) struct Leaf {
        #[key]
        pub(super) number: u32,
        pub(super) branch_id: Option<i32>,
    }
}

async fn small_integers_are_counted_up(Test { db, .. }: Test) -> Result<()> {
    use small::*;
    schema![Branch, Leaf].sync(&db).await?;
    let branches = Branch::insert_all(&db, [Branch::build(), Branch::build()]).await?;
    assert_eq!(branches.iter().map(|branch| branch.id).collect::<Vec<_>>(), [1, 2]);
    let leaf = branches[1].create_leaf(&db, Leaf::build()).await?;
    assert_eq!(leaf, Leaf { number: 1, branch_id: Some(2) });
    branches[0].set_leaves(&db, [&leaf]).await?;
    branches[0].add_leaf(&db, 1_u32).await?;
    assert_eq!(Leaf::get(&db, 1).await?.branch_id, Some(1));
    Ok(())
}
