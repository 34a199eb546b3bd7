//! The models are named in quotes.
use orm::prelude::*;

#[derive(Model)]
struct User {
    id: i64,
}
const SCHEMA: Schema = schema!["users"];

fn main() {}
