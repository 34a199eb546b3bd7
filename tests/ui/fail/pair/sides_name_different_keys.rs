//! The two sides name different keys.
use orm::prelude::*;

#[derive(Model)]
#[has_many(Player)]
struct Team {
    id: i64,
}

#[derive(Model)]
#[belongs_to(Team, foreign_key = club_id)]
struct Player {
    id: i64,
    club_id: Option<i64>,
}

fn main() {}
