//! To-one associations over other keys, to the same model, and from one side only.
use orm::prelude::*;
use orm::{Result, schema};

use crate::case::Test;
use crate::cases::support::rows;

crate::cases!["one_to_one": [
    has_one_source_key,
    home_away,
    one_sided,
    self_father,
    self_has_one_father,
    target_key_null,
    v6_seed_bar_set_foo,
    v6_seed_walkthrough,
]];

mod company_user {
    use super::*;

    #[derive(Model, Debug, Clone, PartialEq)]
    #[has_one(User, foreign_key = company_name, source_key = name)]
    pub(super) struct Company {
        pub(super) id: i64,
        #[column(unique)]
        pub(super) name: String,
    }

    #[derive(Model, Debug, Clone, PartialEq)]
    pub(super) struct User {
        pub(super) id: i64,
        pub(super) username: String,
        pub(super) company_name: Option<String>,
    }
}

async fn has_one_source_key(Test { db, .. }: Test) -> Result<()> {
    use company_user::*;
    schema![Company, User].sync(&db).await?;
    let acme = Company::build().name("ACME").insert(&db).await?;
    let bob = User::build().username("bob").insert(&db).await?;
    acme.set_user(&db, &bob).await?;
    let bob = User { id: 1, username: "bob".into(), company_name: Some("ACME".into()) };
    assert_eq!(acme.get_user(&db).await?, Some(bob.clone()));
    let loaded = Company::query().include(Company::USER).one(&db).await?;
    assert_eq!((loaded.name.as_str(), loaded.user.as_ref()), ("ACME", Some(&bob)));
    assert_eq!(rows(&db, Company::ID.asc()).await?, [Company { id: 1, name: "ACME".into() }]);
    assert_eq!(rows(&db, User::ID.asc()).await?, [bob]);
    Ok(())
}

mod team_game {
    use super::*;

    #[derive(Model, Debug, Clone, PartialEq)]
    #[has_one(Game, as = home_game, foreign_key = home_team_id)]
    #[has_one(Game, as = away_game, foreign_key = away_team_id)]
    pub(super) struct Team {
        pub(super) id: i64,
        pub(super) name: String,
    }

    #[derive(Model, Debug, Clone, PartialEq)]
    #[belongs_to(Team, as = home_team)]
    #[belongs_to(Team, as = away_team)]
    pub(super) struct Game {
        pub(super) id: i64,
        pub(super) place: String,
        pub(super) home_team_id: Option<i64>,
        pub(super) away_team_id: Option<i64>,
    }
}

async fn home_away(Test { db, .. }: Test) -> Result<()> {
    use team_game::*;
    schema![Team, Game].sync(&db).await?;
    let teams = Team::insert_all(&db, ["A", "B"].map(|name| Team::build().name(name))).await?;
    let mut game = Game::build().place("X").insert(&db).await?;
    teams[0].set_home_game(&db, &game).await?;
    teams[1].set_away_game(&db, &game).await?;
    game.reload(&db).await?;
    assert_eq!(game, Game { id: 1, place: "X".into(), home_team_id: Some(1), away_team_id: Some(2) });
    assert_eq!(game.get_home_team(&db).await?.as_ref(), Some(&teams[0]));
    assert_eq!(game.get_away_team(&db).await?.as_ref(), Some(&teams[1]));
    let loaded = Game::query().include(Game::HOME_TEAM).include(Game::AWAY_TEAM).one(&db).await?;
    assert_eq!((loaded.home_team.as_ref(), loaded.away_team.as_ref()), (Some(&teams[0]), Some(&teams[1])));
    assert_eq!(rows(&db, Game::ID.asc()).await?, [game]);
    Ok(())
}

mod foo_bar {
    use super::*;

    #[derive(Model, Debug, Clone, PartialEq)]
    #[has_one(Bar)]
    pub(super) struct Foo {
        pub(super) id: i64,
        pub(super) name: String,
    }

    #[derive(Model, Debug, Clone, PartialEq)]
    pub(super) struct Bar {
        pub(super) id: i64,
        pub(super) name: String,
        pub(super) foo_id: Option<i64>,
    }

    pub(super) fn bar(id: i64, name: &str, foo_id: Option<i64>) -> Bar {
        Bar { id, name: name.to_owned(), foo_id }
    }
}

async fn one_sided(Test { db, .. }: Test) -> Result<()> {
    use foo_bar::*;
    schema![Foo, Bar].sync(&db).await?;
    let foo = Foo::build().name("f").insert(&db).await?;
    assert_eq!(foo.create_bar(&db, Bar::build().name("b")).await?, bar(1, "b", Some(1)));
    let loaded = Foo::query().include(Foo::BAR).one(&db).await?;
    assert_eq!(loaded.bar, Some(bar(1, "b", Some(1))));
    assert_eq!(rows(&db, Bar::ID.asc()).await?, [bar(1, "b", Some(1))]);
    Ok(())
}

/// `create` and `set` keep to one row, unlike the page that the scenario follows.
async fn v6_seed_walkthrough(Test { db, .. }: Test) -> Result<()> {
    use foo_bar::*;
    schema![Foo, Bar].sync(&db).await?;
    let foo = Foo::build().name("the-foo").insert(&db).await?;
    let some = Bar::build().name("some-bar").insert(&db).await?;
    Bar::build().name("another-bar").insert(&db).await?;
    assert_eq!(foo.get_bar(&db).await?, None);
    foo.set_bar(&db, &some).await?;
    assert_eq!(foo.get_bar(&db).await?, Some(bar(1, "some-bar", Some(1))));
    foo.create_bar(&db, Bar::build().name("yet-another-bar")).await?;
    assert_eq!(foo.get_bar(&db).await?, Some(bar(3, "yet-another-bar", Some(1))));
    foo.set_bar(&db, None).await?;
    assert_eq!(foo.get_bar(&db).await?, None);
    assert_eq!(
        rows(&db, Bar::ID.asc()).await?,
        [bar(1, "some-bar", None), bar(2, "another-bar", None), bar(3, "yet-another-bar", None)]
    );
    assert_eq!(rows(&db, Foo::ID.asc()).await?, [foo]);
    Ok(())
}

mod person_father {
    use super::*;

    #[derive(Model, Debug, Clone, PartialEq)]
    #[belongs_to(Self, as = father)]
    pub(super) struct Person {
        pub(super) id: i64,
        pub(super) name: String,
        pub(super) father_id: Option<i64>,
    }
}

async fn self_father(Test { db, .. }: Test) -> Result<()> {
    use person_father::*;
    schema![Person].sync(&db).await?;
    let mut son = Person::build().name("son").insert(&db).await?;
    let dad = Person::build().name("dad").insert(&db).await?;
    son.set_father(&db, &dad).await?;
    assert_eq!(son.get_father(&db).await?, Some(dad.clone()));
    let itself = son.clone();
    son.set_father(&db, &itself).await?;
    assert_eq!(son.get_father(&db).await?, Some(Person { father_id: Some(1), ..itself }));
    assert_eq!(rows(&db, Person::ID.asc()).await?, [son, dad]);
    Ok(())
}

mod person_has_one_father {
    use super::*;

    #[derive(Model, Debug, Clone, PartialEq)]
    #[has_one(Self, as = father)]
    pub(super) struct Person {
        pub(super) id: i64,
        pub(super) name: String,
        pub(super) father_id: Option<i64>,
    }
}

/// `has_one` keeps the key on the other row: the father's row names the son.
async fn self_has_one_father(Test { db, .. }: Test) -> Result<()> {
    use person_has_one_father::*;
    schema![Person].sync(&db).await?;
    let son = Person::build().name("son").insert(&db).await?;
    let mut dad = Person::build().name("dad").insert(&db).await?;
    son.set_father(&db, &mut dad).await?;
    assert_eq!(dad.father_id, Some(1));
    assert_eq!(son.get_father(&db).await?, Some(dad.clone()));
    assert_eq!(rows(&db, Person::ID.asc()).await?, [son, dad]);
    Ok(())
}

mod captain_ship_by_name {
    use super::*;

    #[derive(Model, Debug, Clone, PartialEq)]
    pub(super) struct Captain {
        pub(super) id: i64,
        #[column(unique)]
        pub(super) name: Option<String>,
    }

    #[derive(Model, Debug, Clone, PartialEq)]
    #[belongs_to(Captain, foreign_key = captain_name, target_key = name)]
    pub(super) struct Ship {
        pub(super) id: i64,
        pub(super) name: String,
        pub(super) captain_name: Option<String>,
    }
}

/// An empty key leads nowhere, not to a row whose key is empty too.
async fn target_key_null(Test { db, .. }: Test) -> Result<()> {
    use captain_ship_by_name::*;
    schema![Captain, Ship].sync(&db).await?;
    let nobody = Captain::build().insert(&db).await?;
    let ghost = Ship::build().name("Ghost").insert(&db).await?;
    assert_eq!(ghost.get_captain(&db).await?, None);
    assert_eq!(Ship::query().include(Ship::CAPTAIN).one(&db).await?.captain, None);
    assert_eq!(rows(&db, Captain::ID.asc()).await?, [nobody]);
    assert_eq!(rows(&db, Ship::ID.asc()).await?, [ghost]);
    Ok(())
}

mod foo_bar_baz_keys {
    use super::*;

    #[derive(Model, Debug, Clone, PartialEq)]
    #[has_one(Bar, source_key = name, foreign_key = foo_name)]
    pub(super) struct Foo {
        pub(super) id: i64,
        #[column(unique)]
        pub(super) name: String,
    }

    #[derive(Model, Debug, Clone, PartialEq)]
    #[has_many(Baz, as = bazs, source_key = title, foreign_key = bar_title)]
    pub(super) struct Bar {
        pub(super) id: i64,
        #[column(unique)]
        pub(super) title: String,
        pub(super) foo_name: Option<String>,
    }

    #[derive(Model, Debug, Clone, PartialEq)]
    pub(super) struct Baz {
        pub(super) id: i64,
        pub(super) summary: String,
        pub(super) bar_title: Option<String>,
    }
}

async fn v6_seed_bar_set_foo(Test { db, .. }: Test) -> Result<()> {
    use foo_bar_baz_keys::*;
    schema![Foo, Bar, Baz].sync(&db).await?;
    let foo = Foo::build().name("f").insert(&db).await?;
    let mut bar = Bar::build().title("b").insert(&db).await?;
    let mut baz = Baz::build().summary("z").insert(&db).await?;
    foo.set_bar(&db, &mut bar).await?;
    bar.add_baz(&db, &mut baz).await?;
    assert_eq!(foo.get_bar(&db).await?, Some(bar.clone()));
    assert_eq!(bar.get_bazs(&db).await?, [baz.clone()]);
    assert_eq!((bar.foo_name.as_deref(), baz.bar_title.as_deref()), (Some("f"), Some("b")));
    assert_eq!(rows(&db, Bar::ID.asc()).await?, [bar]);
    assert_eq!(rows(&db, Baz::ID.asc()).await?, [baz]);
    Ok(())
}
