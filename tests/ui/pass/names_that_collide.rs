#![deny(warnings)]
//! Columns and associations called like types, crates, constants, and what generated code calls its own.
use orm::Model;

mod uuid {
    #[derive(orm::ColumnType, Debug, Clone)]
    pub struct Uuid(pub String);
}

#[derive(orm::ColumnType, Debug, Clone, Copy, PartialEq)]
pub enum Status {
    Open,
    Done,
}

const STATUS: Status = Status::Open;

#[derive(orm::ColumnType, Debug, Clone)]
pub struct Cell(pub String);

#[derive(Model, Debug, Clone)]
#[belongs_to(Owner)]
#[belongs_to(Owner, as = value)]
#[has_many(Thing, as = links, singular = link, foreign_key = position)]
pub struct Thing {
    pub id: i64,
    pub uuid: uuid::Uuid,
    #[column(default = STATUS)]
    pub status: Status,
    pub cell: Cell,
    pub last_cell: Option<Cell>,
    pub description: String,
    pub identity: String,
    pub key: String,
    pub position: Option<i64>,
    pub db: String,
    pub draft: String,
    pub owner_id: i64,
    pub value_id: Option<i64>,
}

#[derive(Model, Debug, Clone)]
#[has_many(Thing)]
#[has_one(Thing, as = db, foreign_key = value_id)]
pub struct Owner {
    pub id: i64,
}

async fn use_all(db: &orm::Db, thing: &mut Thing, owner: &Owner) -> orm::Result<()> {
    let _ = owner.get_db(db).await?;
    owner.set_db(db, &*thing).await?;
    owner.set_db(db, None).await?;
    let _ = thing.get_value(db).await?;
    thing.set_value(db, None).await?;
    let _ = thing.get_links(db).filter(Thing::STATUS.eq(Status::Done)).await?;
    thing.remove_link(db, 7).await?;
    Ok(())
}

fn main() {
    let _ = (use_all, Thing::DESCRIPTION, Thing::IDENTITY, Thing::KEY);
    let _ = Thing::build()
        .cell(Cell("A1".into()))
        .uuid(uuid::Uuid(String::new()))
        .description("x")
        .identity("x")
        .key("x")
        .db("x")
        .draft("x")
        .owner(1)
        .position(None);
}
