//! Accessors of `belongs_to`, from the ship to its captain.
use orm::prelude::*;
use orm::{ErrorKind, Result};

use super::fixture::*;
use crate::case::Test;
use crate::cases::support::kind;

crate::cases!["one_to_one": [
    belongs_to_create,
    belongs_to_get_where,
    belongs_to_set_no_save,
    belongs_to_set_only_fk,
    belongs_to_set_pk,
    belongs_to_set_same_twice,
    belongs_to_set_unknown_pk,
    belongs_to_shared,
]];

async fn belongs_to_create(Test { db, .. }: Test) -> Result<()> {
    let Sea { mut pearl, .. } = sea(&db).await?;
    let barbossa = pearl.create_captain(&db, Captain::build().name("Barbossa")).await?;
    assert_eq!(barbossa, captain(3, "Barbossa", None));
    assert_eq!(pearl.captain_id, Some(3));
    assert_eq!(pearl.get_captain(&db).await?, Some(barbossa.clone()));
    assert_eq!(
        captains(&db).await?,
        [captain(1, "Jack Sparrow", Some(9)), captain(2, "Will", Some(5)), barbossa]
    );
    assert_eq!(commands(&db).await?, [(1, Some(3)), (2, None)]);
    Ok(())
}

async fn belongs_to_get_where(Test { db, .. }: Test) -> Result<()> {
    let Sea { jack, mut pearl, .. } = sea(&db).await?;
    pearl.set_captain(&db, &jack).await?;
    assert_eq!(pearl.get_captain(&db).filter(Captain::SKILL_LEVEL.lt(5)).await?, None);
    assert_eq!(pearl.get_captain(&db).filter(Captain::SKILL_LEVEL.eq(9)).await?, Some(jack));
    assert_eq!(pearl.get_captain(&db).select(Captain::NAME).await?, Some("Jack Sparrow".to_owned()));
    assert_eq!(commands(&db).await?, [(1, Some(1)), (2, None)]);
    Ok(())
}

async fn belongs_to_set_no_save(Test { db, .. }: Test) -> Result<()> {
    let Sea { jack, mut pearl, .. } = sea(&db).await?;
    pearl.captain_id = Some(jack.id);
    assert_eq!(commands(&db).await?, [(1, None), (2, None)]);
    pearl.save(&db).await?;
    assert_eq!(commands(&db).await?, [(1, Some(1)), (2, None)]);
    Ok(())
}

async fn belongs_to_set_only_fk(Test { db, .. }: Test) -> Result<()> {
    let Sea { jack, mut pearl, .. } = sea(&db).await?;
    pearl.name = "renamed".to_owned();
    pearl.set_captain(&db, &jack).await?;
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

async fn belongs_to_set_pk(Test { db, .. }: Test) -> Result<()> {
    let Sea { will, mut pearl, .. } = sea(&db).await?;
    pearl.set_captain(&db, 2).await?;
    assert_eq!(pearl.get_captain(&db).await?, Some(will));
    assert_eq!(commands(&db).await?, [(1, Some(2)), (2, None)]);
    Ok(())
}

async fn belongs_to_set_same_twice(Test { db, .. }: Test) -> Result<()> {
    let Sea { jack, mut pearl, .. } = sea(&db).await?;
    pearl.set_captain(&db, &jack).await?;
    pearl.set_captain(&db, &jack).await?;
    assert_eq!(commands(&db).await?, [(1, Some(1)), (2, None)]);
    Ok(())
}

async fn belongs_to_set_unknown_pk(Test { db, .. }: Test) -> Result<()> {
    let Sea { mut pearl, .. } = sea(&db).await?;
    let error = pearl.set_captain(&db, 77).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ForeignKeyViolation);
    assert_eq!(pearl.captain_id, None, "the struct follows the database only");
    assert_eq!(commands(&db).await?, [(1, None), (2, None)]);
    Ok(())
}

/// A `has_one` makes its foreign key unique, so that a second ship is refused instead of hidden.
async fn belongs_to_shared(Test { db, .. }: Test) -> Result<()> {
    let Sea { jack, mut pearl, mut dutch, .. } = sea(&db).await?;
    pearl.set_captain(&db, &jack).await?;
    assert_eq!(kind(dutch.set_captain(&db, &jack).await), ErrorKind::UniqueViolation);
    assert_eq!(jack.get_ship(&db).await?, Some(pearl));
    assert_eq!(dutch.captain_id, None);
    assert_eq!(commands(&db).await?, [(1, Some(1)), (2, None)]);
    Ok(())
}
