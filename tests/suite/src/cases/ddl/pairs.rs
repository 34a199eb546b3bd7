//! Both sides of an association describe one foreign key.
use orm::Result;
use orm::prelude::*;

use crate::case::Test;

crate::cases!["ddl": [
    constraints_false_one_side,
    fk_name_both_sides,
    has_many_with_belongs_to_pair,
    pair_not_null_has_many_first,
    team_player_club_id_one_side,
]];

/// What one side says holds for the key, as with actions; only `constraints = true` would contradict it.
async fn constraints_false_one_side(test: Test) -> Result<()> {
    #[derive(Model)]
    #[has_many(Task, constraints = false)]
    struct User {
        id: i64,
        username: Option<String>,
    }
    #[derive(Model)]
    #[belongs_to(User)]
    struct Task {
        id: i64,
        title: Option<String>,
        user_id: Option<i64>,
    }
    let expected = "
        tasks(id:auto, title:text?, user_id:integer?)
            index user_id
        users(id:auto, username:text?)";
    test.expect_sync(schema![User, Task], expected).await
}

async fn fk_name_both_sides(test: Test) -> Result<()> {
    #[derive(Model)]
    #[has_one(Bar, foreign_key = my_foo_id)]
    struct Foo {
        id: i64,
        name: Option<String>,
    }
    #[derive(Model)]
    #[belongs_to(Foo, foreign_key = my_foo_id)]
    struct Bar {
        id: i64,
        name: Option<String>,
        my_foo_id: Option<i64>,
    }
    let expected = "
        bars(id:auto, name:text?, my_foo_id:integer?)
            unique my_foo_id
            my_foo_id -> foos(id) set null, cascade
        foos(id:auto, name:text?)";
    test.expect_sync(schema![Foo, Bar], expected).await
}

async fn has_many_with_belongs_to_pair(test: Test) -> Result<()> {
    #[derive(Model)]
    #[has_many(Task)]
    struct User {
        id: i64,
        username: Option<String>,
    }
    #[derive(Model)]
    #[belongs_to(User)]
    struct Task {
        id: i64,
        title: Option<String>,
        user_id: Option<i64>,
    }
    let expected = "
        tasks(id:auto, title:text?, user_id:integer?)
            user_id -> users(id) set null, cascade
            index user_id
        users(id:auto, username:text?)";
    test.expect_sync(schema![User, Task], expected).await
}

/// Whether the key may be empty is said once, by its field.
async fn pair_not_null_has_many_first(test: Test) -> Result<()> {
    #[derive(Model)]
    #[has_many(Bar)]
    struct Foo {
        id: i64,
        name: Option<String>,
    }
    #[derive(Model)]
    #[belongs_to(Foo)]
    struct Bar {
        id: i64,
        name: Option<String>,
        foo_id: i64,
    }
    let expected = "
        bars(id:auto, name:text?, foo_id:integer)
            foo_id -> foos(id) no action, cascade
            index foo_id
        foos(id:auto, name:text?)";
    test.expect_sync(schema![Foo, Bar], expected).await?;
    let foo = Foo::build().insert(&test.db).await?;
    let bar = Bar::build().foo(&foo).insert(&test.db).await?;
    assert_eq!(bar.get_foo(&test.db).await?.id, foo.id);
    Ok(())
}

/// Two foreign keys to one table, of which each has one side, need an alias to tell them apart.
async fn team_player_club_id_one_side(test: Test) -> Result<()> {
    #[derive(Model)]
    #[has_many(Player, as = club_players, foreign_key = club_id)]
    struct Team {
        id: i64,
        name: Option<String>,
    }
    #[derive(Model)]
    #[belongs_to(Team)]
    struct Player {
        id: i64,
        name: Option<String>,
        club_id: Option<i64>,
        team_id: Option<i64>,
    }
    let expected = "
        players(id:auto, name:text?, club_id:integer?, team_id:integer?)
            club_id -> teams(id) set null, cascade
            team_id -> teams(id) set null, cascade
            index club_id
            index team_id
        teams(id:auto, name:text?)";
    test.expect_sync(schema![Team, Player], expected).await
}
