#![deny(warnings)]
//! Composite keys, typed keys, text keys, keys that are foreign keys, keys beside the primary one.
use orm::prelude::Builder as _;
use orm::{ColumnType, Model};

#[derive(ColumnType, Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd)]
pub struct UnitNumber(i64);

#[derive(ColumnType, Debug, Clone, PartialEq)]
pub struct Slug(String);

#[derive(ColumnType, Debug, Clone, Copy, PartialEq)]
#[column_type(integer)]
pub enum Level {
    Low = 1,
    High = 10,
}

#[derive(Model, Debug, Clone)]
#[has_many(Room)]
pub struct Unit {
    #[key]
    pub tenant: i64,
    #[key]
    pub number: UnitNumber,
    #[column(default = Level::Low)]
    pub level: Level,
}

#[derive(Model, Debug, Clone)]
#[belongs_to(Unit)]
#[belongs_to(Page, target_key = slug)]
#[has_one(Lamp)]
pub struct Room {
    pub id: orm::Id<Room>,
    pub unit_tenant: i64,
    pub unit_number: UnitNumber,
    pub page_slug: Option<Slug>,
}

#[derive(Model, Debug, Clone)]
#[has_many(Room, source_key = slug)]
pub struct Page {
    #[key]
    pub path: String,
    #[column(unique)]
    pub slug: Slug,
}

/// The key is the room's.
#[derive(Model, Debug, Clone)]
#[belongs_to(Room)]
pub struct Lamp {
    #[key]
    pub room_id: orm::Id<Room>,
    pub watts: i32,
}

async fn use_all(db: &orm::Db, unit: &Unit, room: &mut Room) -> orm::Result<()> {
    let _ = Unit::build().tenant(1).number(UnitNumber(2)).insert(db).await?;
    let _ = unit.create_room(db, Room::build().page(Slug("x".into()))).await?;
    let _ = room.get_unit(db).filter(Unit::NUMBER.gt(UnitNumber(3))).await?;
    let _ = room.get_page(db).filter(Page::SLUG.like("a%")).await?;
    room.set_unit(db, (7, UnitNumber(1))).await?;
    let _ = Room::build().unit(unit);
    let _ = room.create_lamp(db, Lamp::build().watts(40)).await?;
    let _ = Page::build().path("/").slug(Slug("home".into()));
    Ok(())
}

fn main() {
    let _ = use_all;
}
