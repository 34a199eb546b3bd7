//! Accessors of `has_one`, from the captain to the ship.
use orm::prelude::*;
use orm::{ErrorKind, Result};

use super::fixture::*;
use crate::case::Test;
use crate::cases::support::kind;

crate::cases!["one_to_one": [
    has_one_create,
    has_one_create_second,
    has_one_get_where,
    has_one_set_get,
    has_one_set_same_twice,
    has_one_set_updates_instance,
    has_one_several_rows,
]];

async fn has_one_create(Test { db, .. }: Test) -> Result<()> {
    let Sea { jack, .. } = sea(&db).await?;
    let interceptor = jack.create_ship(&db, Ship::build().name("Interceptor")).await?;
    assert_eq!(interceptor, ship(3, "Interceptor", (None, None), Some(1)));
    assert_eq!(jack.get_ship(&db).await?, Some(interceptor));
    assert_eq!(commands(&db).await?, [(1, None), (2, None), (3, Some(1))]);
    Ok(())
}

/// The former ship is let go, in the same transaction: two could not have one captain.
async fn has_one_create_second(Test { db, .. }: Test) -> Result<()> {
    let Sea { jack, pearl, .. } = sea(&db).await?;
    jack.set_ship(&db, &pearl).await?;
    let another = jack.create_ship(&db, Ship::build().name("yet-another")).await?;
    assert_eq!(another, ship(3, "yet-another", (None, None), Some(1)));
    assert_eq!(jack.get_ship(&db).await?, Some(another));
    assert_eq!(commands(&db).await?, [(1, None), (2, None), (3, Some(1))]);
    Ok(())
}

async fn has_one_get_where(Test { db, .. }: Test) -> Result<()> {
    let Sea { jack, pearl, .. } = sea(&db).await?;
    jack.set_ship(&db, &pearl).await?;
    assert_eq!(jack.get_ship(&db).filter(Ship::AMOUNT_OF_SAILS.gt(4)).await?, None);
    assert_eq!(jack.get_ship(&db).select(Ship::NAME).await?, Some("Black Pearl".to_owned()));
    assert_eq!(commands(&db).await?, [(1, Some(1)), (2, None)]);
    Ok(())
}

async fn has_one_set_get(Test { db, .. }: Test) -> Result<()> {
    let Sea { jack, pearl, dutch, .. } = sea(&db).await?;
    jack.set_ship(&db, &pearl).await?;
    assert_eq!(jack.get_ship(&db).await?, Some(Ship { captain_id: Some(1), ..pearl }));
    jack.set_ship(&db, &dutch).await?;
    assert_eq!(jack.get_ship(&db).await?, Some(Ship { captain_id: Some(1), ..dutch }));
    assert_eq!(commands(&db).await?, [(1, None), (2, Some(1))]);
    jack.set_ship(&db, None).await?;
    assert_eq!(jack.get_ship(&db).await?, None);
    assert_eq!(commands(&db).await?, [(1, None), (2, None)]);
    Ok(())
}

async fn has_one_set_same_twice(Test { db, .. }: Test) -> Result<()> {
    let Sea { jack, pearl, .. } = sea(&db).await?;
    jack.set_ship(&db, &pearl).await?;
    jack.set_ship(&db, &pearl).await?;
    assert_eq!(jack.get_ship(&db).await?.map(|ship| ship.id), Some(1));
    assert_eq!(commands(&db).await?, [(1, Some(1)), (2, None)]);
    Ok(())
}

/// The foreign key alone is written, and a row given as `&mut` follows.
async fn has_one_set_updates_instance(Test { db, .. }: Test) -> Result<()> {
    let Sea { jack, mut pearl, .. } = sea(&db).await?;
    pearl.name = "renamed".to_owned();
    jack.set_ship(&db, &mut pearl).await?;
    assert_eq!(pearl, ship(1, "renamed", (Some(30), Some(3)), Some(1)));
    assert_eq!(
        ships(&db).await?,
        [
            ship(1, "Black Pearl", (Some(30), Some(3)), Some(1)),
            ship(2, "Dutchman", (Some(99), Some(5)), None)
        ]
    );
    Ok(())
}

/// The unique key keeps several rows from pointing to one source.
async fn has_one_several_rows(Test { db, .. }: Test) -> Result<()> {
    let Sea { jack, .. } = sea(&db).await?;
    let both = Ship::update_where(Ship::ID.is_in([1, 2])).set(Ship::CAPTAIN_ID, 1).execute(&db).await;
    assert_eq!(kind(both), ErrorKind::UniqueViolation);
    assert_eq!(jack.get_ship(&db).await?, None);
    assert_eq!(commands(&db).await?, [(1, None), (2, None)], "a refused mass write changes nothing");
    Ok(())
}
