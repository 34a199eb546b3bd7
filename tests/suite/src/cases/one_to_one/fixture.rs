//! The fixture `captain_ship`.
use orm::prelude::*;
use orm::schema::Schema;
use orm::{Result, schema};

use crate::cases::support::rows;

#[derive(Model, Debug, Clone, PartialEq)]
#[has_one(Ship)]
pub(crate) struct Captain {
    pub(crate) id: i64,
    pub(crate) name: String,
    pub(crate) skill_level: Option<i32>,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[belongs_to(Captain)]
pub(crate) struct Ship {
    pub(crate) id: i64,
    pub(crate) name: String,
    pub(crate) crew_capacity: Option<i32>,
    pub(crate) amount_of_sails: Option<i32>,
    pub(crate) captain_id: Option<i64>,
}

const SCHEMA: Schema = schema![Captain, Ship];

pub(crate) struct Sea {
    pub(crate) jack: Captain,
    pub(crate) will: Captain,
    pub(crate) pearl: Ship,
    pub(crate) dutch: Ship,
}

pub(crate) async fn sea(db: &Db) -> Result<Sea> {
    SCHEMA.sync(db).await?;
    let jack = Captain::build().name("Jack Sparrow").skill_level(9).insert(db).await?;
    let will = Captain::build().name("Will").skill_level(5).insert(db).await?;
    let pearl = Ship::build().name("Black Pearl").crew_capacity(30).amount_of_sails(3).insert(db).await?;
    let dutch = Ship::build().name("Dutchman").crew_capacity(99).amount_of_sails(5).insert(db).await?;
    assert_eq!((jack.id, will.id, pearl.id, dutch.id), (1, 2, 1, 2));
    assert_eq!(jack, captain(1, "Jack Sparrow", Some(9)));
    assert_eq!(pearl, ship(1, "Black Pearl", (Some(30), Some(3)), None));
    Ok(Sea { jack, will, pearl, dutch })
}

pub(crate) fn captain(id: i64, name: &str, skill_level: Option<i32>) -> Captain {
    Captain { id, name: name.to_owned(), skill_level }
}

pub(crate) fn ship(
    id: i64,
    name: &str,
    (crew_capacity, amount_of_sails): (Option<i32>, Option<i32>),
    captain_id: Option<i64>,
) -> Ship {
    Ship { id, name: name.to_owned(), crew_capacity, amount_of_sails, captain_id }
}

pub(crate) async fn captains(db: &Db) -> Result<Vec<Captain>> {
    rows(db, Captain::ID.asc()).await
}

pub(crate) async fn ships(db: &Db) -> Result<Vec<Ship>> {
    rows(db, Ship::ID.asc()).await
}

/// The captains of the ships, in the ships' order.
pub(crate) async fn commands(db: &Db) -> Result<Vec<(i64, Option<i64>)>> {
    Ship::query().order_by(Ship::ID.asc()).select((Ship::ID, Ship::CAPTAIN_ID)).all(db).await
}
