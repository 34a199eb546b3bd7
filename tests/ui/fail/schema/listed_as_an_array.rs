//! The models are listed without the macro.
use orm::prelude::*;

#[derive(Model)]
struct User {
    id: i64,
}
const SCHEMA: Schema = [User];

fn main() {}
