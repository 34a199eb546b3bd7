//! A model that is used has no primary key.
use orm::prelude::*;

#[derive(Model)]
struct Tag {
    name: String,
}
async fn run(db: &Db) -> orm::Result<()> {
    Tag::find(db, 1).await?;
    Tag::build().name("red").insert(db).await?;
    Ok(())
}

fn main() {}
