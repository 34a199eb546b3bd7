//! A tree: a model that belongs to itself, with a name for each of the two ends.
use orm::prelude::*;

#[derive(Model, Debug, Clone, PartialEq)]
#[belongs_to(Category, as = parent, on_delete = cascade)]
#[has_many(Category, as = children, foreign_key = parent_id, on_delete = cascade)]
struct Category {
    id: i64,
    name: String,
    parent_id: Option<i64>,
}

const SCHEMA: Schema = schema![Category];

/// Prints a category and everything below it.
async fn print(db: &Db, category: &Category, depth: usize) -> orm::Result<()> {
    println!("{:indent$}{}", "", category.name, indent = depth * 2);
    for child in category.get_children(db).order_by(Category::NAME.asc()).await? {
        Box::pin(print(db, &child, depth + 1)).await?;
    }
    Ok(())
}

#[tokio::main]
async fn main() -> orm::Result<()> {
    let db = orm::connect("sqlite::memory:").await?;
    SCHEMA.sync(&db).await?;

    let music = Category::build().name("Music").insert(&db).await?;
    let strings = music.create_child(&db, Category::build().name("Strings")).await?;
    music.create_child(&db, Category::build().name("Keys")).await?;
    strings.create_child(&db, Category::build().name("Violin")).await?;
    strings.create_child(&db, Category::build().name("Cello")).await?;
    print(&db, &music, 0).await?;

    let roots = Category::query().filter(Category::PARENT.is_empty()).all(&db).await?;
    let leaves = Category::query().filter(Category::CHILDREN.is_empty()).count(&db).await?;
    println!("{} root, {leaves} leaves", roots.len());

    // The database deletes what hangs below, because both ends say `on_delete = cascade`.
    strings.delete(&db).await?;
    println!("{} categories without the strings", Category::query().count(&db).await?);
    Ok(())
}
