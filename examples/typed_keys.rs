//! Typed keys: `Id<Team>` is stored as an integer, but no other model's key can be passed for it.
use orm::prelude::*;

#[derive(Model, Debug, Clone, PartialEq)]
#[has_many(Player)]
struct Team {
    id: Id<Team>,
    name: String,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[belongs_to(Team)]
struct Player {
    id: Id<Player>,
    name: String,
    team_id: Id<Team>,
}

const SCHEMA: Schema = schema![Team, Player];

/// The type says which key it takes; `players_of(&db, player.id)` does not compile.
async fn players_of(db: &Db, team: Id<Team>) -> orm::Result<Vec<Player>> {
    Player::query().filter(Player::TEAM_ID.eq(team)).order_by(Player::NAME.asc()).all(db).await
}

#[tokio::main]
async fn main() -> orm::Result<()> {
    let db = orm::connect("sqlite::memory:").await?;
    SCHEMA.sync(&db).await?;

    let team = Team::build().name("Rockets").insert(&db).await?;
    for name in ["Yao", "Steve"] {
        team.create_player(&db, Player::build().name(name)).await?;
    }
    let players = players_of(&db, team.id).await?;
    println!("{} has {:?}", team.name, players.iter().map(|player| &*player.name).collect::<Vec<_>>());
    assert_eq!(players[0].team_id, team.id);

    // A key from outside, a path of a web page for example, is wrapped once.
    let from_outside: Id<Team> = Id::new(1);
    println!("{:?}", Team::find(&db, from_outside).await?);
    Ok(())
}
