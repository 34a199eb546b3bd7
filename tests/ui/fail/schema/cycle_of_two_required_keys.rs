//! Two models require each other.
use orm::prelude::*;

#[derive(Model)]
#[belongs_to(Captain)]
struct Ship {
    id: i64,
    captain_id: i64,
}

#[derive(Model)]
#[belongs_to(Ship)]
struct Captain {
    id: i64,
    ship_id: i64,
}

const SCHEMA: Schema = schema![Ship, Captain];

fn main() {}
