//! What to-one accessors promise beyond the scenarios: empty keys, other keys, rows of others, failures.
use orm::prelude::*;
use orm::{ErrorKind, Result, schema};

use super::fixture::*;
use crate::case::Test;
use crate::cases::statements::Statements;
use crate::cases::support::{kind, rows};

crate::cases!["one_to_one": [
    belongs_to_create_of_a_row_that_is_refused,
    belongs_to_get_dangling,
    belongs_to_get_none,
    belongs_to_required,
    belongs_to_set_get,
    build_links_by_row_and_by_key,
    has_one_create_keeps_the_former_on_failure,
    has_one_get_none,
    has_one_required,
    has_one_set_pk,
    has_one_set_unknown_pk,
    has_one_steals,
    null_source_key,
    setting_what_is_set_sends_nothing,
    target_key,
]];

/// An empty key asks nobody: there is not even a table here.
async fn belongs_to_get_none(Test { db, .. }: Test) -> Result<()> {
    let ghost = ship(1, "Ghost", (None, None), None);
    let statements = Statements::count();
    assert_eq!(ghost.get_captain(&db).await?, None);
    assert_eq!(ghost.get_captain(&db).filter(Captain::ID.gt(0)).await?, None);
    assert_eq!(ghost.get_captain(&db).select(Captain::NAME).await?, None);
    assert_eq!(statements.sent(), 0);
    Ok(())
}

async fn belongs_to_set_get(Test { db, .. }: Test) -> Result<()> {
    let Sea { jack, will, mut pearl, .. } = sea(&db).await?;
    pearl.set_captain(&db, &jack).await?;
    assert_eq!(pearl.get_captain(&db).await?, Some(jack.clone()));
    pearl.set_captain(&db, Some(&will)).await?;
    assert_eq!(pearl.get_captain(&db).await?, Some(will));
    pearl.set_captain(&db, None).await?;
    assert_eq!((pearl.captain_id, pearl.get_captain(&db).await?), (None, None));
    assert_eq!(jack.get_ship(&db).await?, None);
    assert_eq!(commands(&db).await?, [(1, None), (2, None)]);
    Ok(())
}

async fn setting_what_is_set_sends_nothing(Test { db, .. }: Test) -> Result<()> {
    let Sea { jack, mut pearl, mut dutch, .. } = sea(&db).await?;
    pearl.set_captain(&db, &jack).await?;
    let statements = Statements::count();
    pearl.set_captain(&db, &jack).await?;
    dutch.set_captain(&db, None).await?;
    assert_eq!(statements.sent(), 0);
    jack.set_ship(&db, &pearl).await?;
    assert!(statements.sent() <= 2, "the owner is locked where that is needed, the former row is looked up");
    Ok(())
}

async fn belongs_to_create_of_a_row_that_is_refused(Test { db, .. }: Test) -> Result<()> {
    let Sea { jack, mut pearl, .. } = sea(&db).await?;
    pearl.set_captain(&db, &jack).await?;
    let taken = pearl.create_captain(&db, Captain::build().id(2).name("taken")).await;
    assert_eq!(kind(taken), ErrorKind::UniqueViolation);
    assert_eq!(pearl.captain_id, Some(1));
    // The ship is gone: the captain that was stored first goes, too.
    Ship::delete_where(Ship::ID.eq(1)).execute(&db).await?;
    let alone = pearl.create_captain(&db, Captain::build().name("alone")).await;
    assert_eq!(kind(alone), ErrorKind::NotFound);
    assert_eq!(pearl.captain_id, Some(1));
    assert_eq!(captains(&db).await?.len(), 2);
    Ok(())
}

async fn has_one_get_none(Test { db, .. }: Test) -> Result<()> {
    let Sea { jack, .. } = sea(&db).await?;
    assert_eq!(jack.get_ship(&db).await?, None);
    jack.set_ship(&db, None).await?;
    assert_eq!(commands(&db).await?, [(1, None), (2, None)]);
    Ok(())
}

async fn has_one_set_pk(Test { db, .. }: Test) -> Result<()> {
    let Sea { jack, .. } = sea(&db).await?;
    jack.set_ship(&db, 1).await?;
    jack.set_ship(&db, 2).await?;
    assert_eq!(commands(&db).await?, [(1, None), (2, Some(1))]);
    Ok(())
}

/// The former ship stays: letting it go is undone.
async fn has_one_set_unknown_pk(Test { db, .. }: Test) -> Result<()> {
    let Sea { jack, pearl, dutch, .. } = sea(&db).await?;
    jack.set_ship(&db, &pearl).await?;
    assert_eq!(kind(jack.set_ship(&db, 77).await), ErrorKind::NotFound);
    let mut gone = Ship { id: 78, ..dutch };
    assert_eq!(kind(jack.set_ship(&db, &mut gone).await), ErrorKind::NotFound);
    assert_eq!(gone.captain_id, None);
    assert_eq!(commands(&db).await?, [(1, Some(1)), (2, None)]);
    Ok(())
}

async fn has_one_create_keeps_the_former_on_failure(Test { db, .. }: Test) -> Result<()> {
    let Sea { jack, pearl, .. } = sea(&db).await?;
    jack.set_ship(&db, &pearl).await?;
    let taken = jack.create_ship(&db, Ship::build().id(2).name("taken")).await;
    assert_eq!(kind(taken), ErrorKind::UniqueViolation);
    assert_eq!(commands(&db).await?, [(1, Some(1)), (2, None)]);
    Ok(())
}

async fn has_one_steals(Test { db, .. }: Test) -> Result<()> {
    let Sea { jack, will, pearl, dutch } = sea(&db).await?;
    jack.set_ship(&db, &pearl).await?;
    will.set_ship(&db, &dutch).await?;
    will.set_ship(&db, &pearl).await?;
    assert_eq!(jack.get_ship(&db).await?, None);
    assert_eq!(commands(&db).await?, [(1, Some(2)), (2, None)]);
    Ok(())
}

async fn build_links_by_row_and_by_key(Test { db, .. }: Test) -> Result<()> {
    let Sea { jack, .. } = sea(&db).await?;
    let first = Ship::build().name("a").captain(&jack).insert(&db).await?;
    assert_eq!(first.captain_id, Some(1));
    let second = Ship::build().name("b").captain(2).insert(&db).await?;
    assert_eq!(second.captain_id, Some(2));
    let unknown = Ship::build().name("c").captain(77).insert(&db).await;
    assert_eq!(kind(unknown), ErrorKind::ForeignKeyViolation);
    assert_eq!(ships(&db).await?.len(), 4);
    Ok(())
}

mod required {
    use super::*;

    #[derive(Model, Debug, Clone, PartialEq)]
    #[has_one(Passport)]
    pub(super) struct Person {
        pub(super) id: i64,
    }

    #[derive(Model, Debug, Clone, PartialEq)]
    #[belongs_to(Person)]
    pub(super) struct Passport {
        pub(super) id: i64,
        pub(super) person_id: i64,
    }
}

/// A required key gives the row itself, and cannot be emptied.
async fn belongs_to_required(Test { db, .. }: Test) -> Result<()> {
    use required::*;
    schema![Person, Passport].sync(&db).await?;
    let people = Person::insert_all(&db, [Person::build(), Person::build()]).await?;
    let mut passport = Passport::build().person(&people[0]).insert(&db).await?;
    let person: Person = passport.get_person(&db).await?;
    assert_eq!(person, people[0]);
    passport.set_person(&db, &people[1]).await?;
    assert_eq!(passport.get_person(&db).await?.id, 2);
    assert_eq!(passport.get_person(&db).filter(Person::ID.eq(1)).await?, None);
    let new = passport.create_person(&db, Person::build()).await?;
    assert_eq!((new.id, passport.person_id), (3, 3));
    Ok(())
}

/// The row in the way cannot be left without an owner: it has to be deleted first.
async fn has_one_required(Test { db, .. }: Test) -> Result<()> {
    use required::*;
    schema![Person, Passport].sync(&db).await?;
    let people = Person::insert_all(&db, [Person::build(), Person::build()]).await?;
    let first = people[0].create_passport(&db, Passport::build()).await?;
    let second = people[1].create_passport(&db, Passport::build()).await?;
    assert_eq!(kind(people[0].create_passport(&db, Passport::build()).await), ErrorKind::InvalidInput);
    assert_eq!(kind(people[0].set_passport(&db, &second).await), ErrorKind::InvalidInput);
    assert_eq!(rows(&db, Passport::ID.asc()).await?, [first.clone(), second.clone()]);
    first.delete(&db).await?;
    people[0].set_passport(&db, &second).await?;
    assert_eq!(rows(&db, Passport::ID.asc()).await?, [Passport { person_id: 1, ..second }]);
    Ok(())
}

mod by_name {
    use super::*;

    #[derive(Model, Debug, Clone, PartialEq)]
    #[has_one(Ship, source_key = name, foreign_key = captain_name)]
    pub(super) struct Captain {
        pub(super) id: i64,
        #[column(unique)]
        pub(super) name: Option<String>,
    }

    #[derive(Model, Debug, Clone, PartialEq)]
    #[belongs_to(Captain, target_key = name, foreign_key = captain_name, constraints = false)]
    pub(super) struct Ship {
        pub(super) id: i64,
        pub(super) captain_name: Option<String>,
    }
}

/// A key by value is one of the referenced column, not of the primary key.
async fn target_key(Test { db, .. }: Test) -> Result<()> {
    use by_name::*;
    schema![Captain, Ship].sync(&db).await?;
    let jack = Captain::build().name("Jack").insert(&db).await?;
    let mut ship = Ship::build().insert(&db).await?;
    ship.set_captain(&db, "Jack").await?;
    assert_eq!(ship.captain_name.as_deref(), Some("Jack"));
    assert_eq!(ship.get_captain(&db).await?, Some(jack.clone()));
    ship.set_captain(&db, None).await?;
    ship.set_captain(&db, &jack).await?;
    assert_eq!(jack.get_ship(&db).await?, Some(ship));
    Ok(())
}

/// A source without the key leads nowhere, and cannot be linked to.
async fn null_source_key(Test { db, .. }: Test) -> Result<()> {
    use by_name::*;
    schema![Captain, Ship].sync(&db).await?;
    let nobody = Captain::build().insert(&db).await?;
    let ship = Ship::build().insert(&db).await?;
    assert_eq!(nobody.get_ship(&db).await?, None);
    assert_eq!(kind(nobody.set_ship(&db, &ship).await), ErrorKind::InvalidInput);
    assert_eq!(kind(nobody.create_ship(&db, Ship::build()).await), ErrorKind::InvalidInput);
    assert_eq!(rows(&db, Ship::ID.asc()).await?, [ship]);
    Ok(())
}

/// Without a constraint, a key may lead to a row that is not there.
async fn belongs_to_get_dangling(Test { db, .. }: Test) -> Result<()> {
    use by_name::*;
    schema![Captain, Ship].sync(&db).await?;
    let ship = Ship::build().captain_name("nobody").insert(&db).await?;
    assert_eq!(ship.get_captain(&db).await?, None);
    assert_eq!(Ship::query().filter(Ship::CAPTAIN.is_empty()).count(&db).await?, 1);
    Ok(())
}
