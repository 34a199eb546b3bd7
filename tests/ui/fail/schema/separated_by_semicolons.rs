//! The models are separated by semicolons.
use orm::prelude::*;

#[derive(Model)]
struct User {
    id: i64,
}
const SCHEMA: Schema = schema![User;];

fn main() {}
