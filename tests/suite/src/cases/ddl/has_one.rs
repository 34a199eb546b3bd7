//! The foreign key of a `has_one`: it lies in the other model, and it is unique.
use orm::Result;
use orm::prelude::*;

use crate::case::Test;

crate::cases!["ddl": [
    fk_unique,
    has_one_alias,
    has_one_default,
    has_one_fk,
    has_one_not_null,
    has_one_self_alias_fk,
    has_one_source_key,
    team_game_home_away,
    v6_foo_bar,
]];

async fn fk_unique(test: Test) -> Result<()> {
    #[derive(Model)]
    #[has_one(Bar)]
    struct Foo {
        id: i64,
        name: Option<String>,
    }
    // Says what follows from the `has_one` anyway; there is one constraint all the same.
    #[derive(Model)]
    struct Bar {
        id: i64,
        name: Option<String>,
        #[column(unique)]
        foo_id: Option<i64>,
    }
    let expected = "
        bars(id:auto, name:text?, foo_id:integer?)
            unique foo_id
            foo_id -> foos(id) set null, cascade
        foos(id:auto, name:text?)";
    test.expect_sync(schema![Foo, Bar], expected).await
}

/// The alias of a `has_one` enters the name of its key; `foreign_key` names another.
async fn has_one_alias(test: Test) -> Result<()> {
    #[derive(Model)]
    #[has_one(User, as = initiator)]
    struct Project {
        id: i64,
        name: Option<String>,
    }
    #[derive(Model)]
    struct User {
        id: i64,
        name: Option<String>,
        initiator_id: Option<i64>,
    }
    let expected = "
        projects(id:auto, name:text?)
        users(id:auto, name:text?, initiator_id:integer?)
            unique initiator_id
            initiator_id -> projects(id) set null, cascade";
    test.expect_sync(schema![Project, User], expected).await
}

async fn has_one_default(test: Test) -> Result<()> {
    #[derive(Model)]
    #[has_one(User)]
    struct Project {
        id: i64,
        name: Option<String>,
    }
    #[derive(Model)]
    struct User {
        id: i64,
        name: Option<String>,
        project_id: Option<i64>,
    }
    let expected = "
        projects(id:auto, name:text?)
        users(id:auto, name:text?, project_id:integer?)
            unique project_id
            project_id -> projects(id) set null, cascade";
    test.expect_sync(schema![Project, User], expected).await
}

async fn has_one_fk(test: Test) -> Result<()> {
    #[derive(Model)]
    #[has_one(User, foreign_key = initiator_id)]
    struct Project {
        id: i64,
        name: Option<String>,
    }
    #[derive(Model)]
    struct User {
        id: i64,
        name: Option<String>,
        initiator_id: Option<i64>,
    }
    let expected = "
        projects(id:auto, name:text?)
        users(id:auto, name:text?, initiator_id:integer?)
            unique initiator_id
            initiator_id -> projects(id) set null, cascade";
    test.expect_sync(schema![Project, User], expected).await
}

/// Nothing is deleted that nobody asked to delete: NO ACTION, not CASCADE.
async fn has_one_not_null(test: Test) -> Result<()> {
    #[derive(Model)]
    #[has_one(Bar)]
    struct Foo {
        id: i64,
        name: Option<String>,
    }
    #[derive(Model)]
    struct Bar {
        id: i64,
        name: Option<String>,
        foo_id: i64,
    }
    let expected = "
        bars(id:auto, name:text?, foo_id:integer)
            unique foo_id
            foo_id -> foos(id) no action, cascade
        foos(id:auto, name:text?)";
    test.expect_sync(schema![Foo, Bar], expected).await
}

async fn has_one_self_alias_fk(test: Test) -> Result<()> {
    #[derive(Model)]
    #[has_one(Person, as = father, foreign_key = dad_id)]
    struct Person {
        id: i64,
        name: Option<String>,
        dad_id: Option<i64>,
    }
    let expected = "
        people(id:auto, name:text?, dad_id:integer?)
            unique dad_id
            dad_id -> people(id) set null, cascade";
    test.expect_sync(schema![Person], expected).await
}

async fn has_one_source_key(test: Test) -> Result<()> {
    #[derive(Model)]
    #[has_one(User, foreign_key = company_name, source_key = name)]
    struct Company {
        id: i64,
        #[column(unique)]
        name: String,
    }
    #[derive(Model)]
    struct User {
        id: i64,
        username: Option<String>,
        company_name: Option<String>,
    }
    let expected = "
        companies(id:auto, name:text)
            unique name
        users(id:auto, username:text?, company_name:text?)
            unique company_name
            company_name -> companies(name) set null, cascade";
    test.expect_sync(schema![Company, User], expected).await?;
    let acme = Company::build().name("Acme").insert(&test.db).await?;
    let ada = acme.create_user(&test.db, User::build().username("ada")).await?;
    assert_eq!(ada.company_name.as_deref(), Some("Acme"));
    assert_eq!(acme.get_user(&test.db).await?.map(|user| user.id), Some(ada.id));
    Ok(())
}

async fn team_game_home_away(test: Test) -> Result<()> {
    #[derive(Model)]
    #[has_one(Game, as = home_team, foreign_key = home_team_id)]
    #[has_one(Game, as = away_team, foreign_key = away_team_id)]
    struct Team {
        id: i64,
        name: Option<String>,
    }
    #[derive(Model)]
    #[belongs_to(Team)]
    struct Game {
        id: i64,
        place: Option<String>,
        home_team_id: Option<i64>,
        away_team_id: Option<i64>,
        team_id: Option<i64>,
    }
    let expected = "
        games(id:auto, place:text?, home_team_id:integer?, away_team_id:integer?, team_id:integer?)
            unique away_team_id
            unique home_team_id
            away_team_id -> teams(id) set null, cascade
            home_team_id -> teams(id) set null, cascade
            team_id -> teams(id) set null, cascade
            index team_id
        teams(id:auto, name:text?)";
    test.expect_sync(schema![Team, Game], expected).await
}

async fn v6_foo_bar(test: Test) -> Result<()> {
    #[derive(Model)]
    #[has_one(Bar)]
    struct Foo {
        id: i64,
    }
    #[derive(Model)]
    #[model(rename_all = "camelCase")]
    #[belongs_to(Foo)]
    struct Bar {
        id: i64,
        foo_id: Option<i64>,
    }
    let expected = "
        bars(id:auto, fooId:integer?)
            unique fooId
            fooId -> foos(id) set null, cascade
        foos(id:auto)";
    test.expect_sync(schema![Foo, Bar], expected).await?;
    // A row of nothing but its key.
    let foo = Foo::build().insert(&test.db).await?;
    let bar = foo.create_bar(&test.db, Bar::build()).await?;
    assert_eq!((foo.id, bar.id, bar.foo_id), (1, 1, Some(1)));
    Ok(())
}
