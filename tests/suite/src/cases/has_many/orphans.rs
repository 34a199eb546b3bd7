//! `orphans = delete`: rows that lose their owner are deleted.
use orm::prelude::*;
use orm::schema::Schema;
use orm::{ErrorKind, Result, schema};

use crate::case::Test;
use crate::cases::support::{kind, rows};

crate::cases!["has_many": [
    orphans_of_a_has_one_are_deleted,
    orphans_that_others_need_stay,
    remove_deletes_orphans,
    set_deletes_orphans,
]];

#[derive(Model, Debug, Clone, PartialEq)]
#[has_many(Item, orphans = delete)]
#[has_one(Cover, orphans = delete)]
struct Album {
    id: i64,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[belongs_to(Album)]
struct Item {
    id: i64,
    title: String,
    album_id: i64,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[belongs_to(Album)]
struct Cover {
    id: i64,
    album_id: i64,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[belongs_to(Item)]
struct Remark {
    id: i64,
    item_id: i64,
}

const SCHEMA: Schema = schema![Album, Item, Cover, Remark];

/// Two albums; the first has items 1 and 2, the second item 3.
async fn albums(db: &Db) -> Result<[Album; 2]> {
    SCHEMA.sync(db).await?;
    let (first, second) = (Album::build().insert(db).await?, Album::build().insert(db).await?);
    for (title, album) in [("a", &first), ("b", &first), ("c", &second)] {
        album.create_item(db, Item::build().title(title)).await?;
    }
    Ok([first, second])
}

async fn items(db: &Db) -> Result<Vec<(i64, i64)>> {
    Item::query().order_by(Item::ID.asc()).select((Item::ID, Item::ALBUM_ID)).all(db).await
}

async fn remove_deletes_orphans(Test { db, .. }: Test) -> Result<()> {
    let [first, second] = albums(&db).await?;
    assert_eq!(first.remove_items(&db, [1, 3]).await?, 1, "the row of the other album stays");
    assert_eq!(items(&db).await?, [(2, 1), (3, 2)]);
    assert_eq!(second.remove_item(&db, 3).await?, 1);
    assert_eq!(items(&db).await?, [(2, 1)]);
    Ok(())
}

async fn set_deletes_orphans(Test { db, .. }: Test) -> Result<()> {
    let [first, second] = albums(&db).await?;
    first.set_items(&db, [2, 3]).await?;
    assert_eq!(items(&db).await?, [(2, 1), (3, 1)]);
    assert_eq!(kind(first.set_items(&db, [2, 99]).await), ErrorKind::NotFound);
    assert_eq!(items(&db).await?, [(2, 1), (3, 1)], "the orphan is back");
    first.set_items(&db, orm::NONE).await?;
    assert_eq!(second.count_items(&db).await?, 0);
    assert_eq!(Item::query().count(&db).await?, 0);
    Ok(())
}

async fn orphans_that_others_need_stay(Test { db, .. }: Test) -> Result<()> {
    let [first, _] = albums(&db).await?;
    Remark::build().item(1).insert(&db).await?;
    assert_eq!(kind(first.set_items(&db, [3]).await), ErrorKind::ForeignKeyViolation);
    assert_eq!(items(&db).await?, [(1, 1), (2, 1), (3, 2)]);
    Ok(())
}

async fn orphans_of_a_has_one_are_deleted(Test { db, .. }: Test) -> Result<()> {
    let [first, second] = albums(&db).await?;
    let one = first.create_cover(&db, Cover::build()).await?;
    let two = first.create_cover(&db, Cover::build()).await?;
    assert_ne!(one.id, two.id);
    assert_eq!(rows(&db, Cover::ID.asc()).await?, std::slice::from_ref(&two));
    second.create_cover(&db, Cover::build()).await?;
    second.set_cover(&db, &two).await?;
    assert_eq!(rows(&db, Cover::ID.asc()).await?, [Cover { album_id: 2, ..two }]);
    second.set_cover(&db, None).await?;
    assert_eq!(Cover::query().count(&db).await?, 0);
    Ok(())
}
