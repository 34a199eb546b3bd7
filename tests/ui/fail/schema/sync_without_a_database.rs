//! The tables are created nowhere.
use orm::prelude::*;

#[derive(Model)]
struct User {
    id: i64,
}
const SCHEMA: Schema = schema![User];
async fn run() -> orm::Result<()> {
    SCHEMA.sync().await
}

fn main() {}
