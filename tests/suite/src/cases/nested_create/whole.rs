//! All of a tree is stored, or nothing.
use orm::prelude::*;
use orm::{ErrorKind, Result, schema};

use crate::case::Test;
use crate::cases::support::kind;

crate::cases!["nested_create": [
    child_fails,
    parent_fails,
    fails_with_its_transaction,
    leaves_the_transaction_usable,
    create_stores_a_tree,
    a_tree_that_create_refuses_changes_nothing,
]];

#[derive(Model, Debug, Clone, PartialEq)]
#[belongs_to(Shop)]
#[has_many(Tag)]
struct Product {
    id: i64,
    title: String,
    shop_id: Option<i64>,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[has_many(Product)]
#[has_one(Sign)]
struct Shop {
    id: i64,
    #[column(unique)]
    name: String,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[belongs_to(Product)]
struct Tag {
    id: i64,
    #[column(unique)]
    name: String,
    product_id: Option<i64>,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[belongs_to(Shop)]
struct Sign {
    id: i64,
    text: String,
    shop_id: i64,
}

async fn sync(db: &Db) -> Result<()> {
    schema![Product, Shop, Tag, Sign].sync(db).await
}

async fn counts(db: &Db) -> Result<[u64; 4]> {
    Ok([
        Shop::query().count(db).await?,
        Product::query().count(db).await?,
        Tag::query().count(db).await?,
        Sign::query().count(db).await?,
    ])
}

async fn child_fails(Test { db, .. }: Test) -> Result<()> {
    sync(&db).await?;
    let product = Product::build().title("Chair").shop(Shop::build().name("s"));
    let refused =
        product.tags(["ok", "twice", "twice"].map(|name| Tag::build().name(name))).insert(&db).await;
    assert_eq!(kind(refused), ErrorKind::UniqueViolation);
    assert_eq!(counts(&db).await?, [0; 4]);
    Ok(())
}

async fn parent_fails(Test { db, .. }: Test) -> Result<()> {
    sync(&db).await?;
    Shop::build().name("s").insert(&db).await?;
    let refused = Product::build().title("Chair").shop(Shop::build().name("s")).insert(&db).await;
    assert_eq!(kind(refused), ErrorKind::UniqueViolation);
    let shops = ["a", "b", "a"].map(|name| Product::build().title("x").shop(Shop::build().name(name)));
    assert_eq!(kind(Product::insert_all(&db, shops).await), ErrorKind::UniqueViolation);
    assert_eq!(counts(&db).await?, [1, 0, 0, 0]);
    Ok(())
}

async fn fails_with_its_transaction(Test { db, .. }: Test) -> Result<()> {
    sync(&db).await?;
    let tx = db.begin().await?;
    let shop = Shop::build().name("s").sign(Sign::build().text("open")).insert(&tx).await?;
    assert_eq!(shop.sign.as_ref().map(|sign| sign.shop_id), Some(shop.id));
    tx.rollback().await?;
    assert_eq!(counts(&db).await?, [0; 4]);
    Ok(())
}

/// A refused tree undoes itself alone.
async fn leaves_the_transaction_usable(Test { db, .. }: Test) -> Result<()> {
    sync(&db).await?;
    let tx = db.begin().await?;
    Shop::build().name("s").insert(&tx).await?;
    let refused =
        Product::build().title("x").tags(["a", "a"].map(|name| Tag::build().name(name))).insert(&tx).await;
    assert_eq!(kind(refused), ErrorKind::UniqueViolation);
    Product::build().title("y").tags(["a", "b"].map(|name| Tag::build().name(name))).insert(&tx).await?;
    tx.commit().await?;
    assert_eq!(counts(&db).await?, [1, 1, 2, 0]);
    Ok(())
}

async fn create_stores_a_tree(Test { db, .. }: Test) -> Result<()> {
    sync(&db).await?;
    let shop = Shop::build().name("s").insert(&db).await?;
    let chair = Product::build().title("Chair").tags(["a", "b"].map(|name| Tag::build().name(name)));
    let chair = shop.create_product(&db, chair).await?;
    assert_eq!((chair.shop_id, chair.tags.len()), (Some(shop.id), 2));
    let mut table = Product::build().title("Table").insert(&db).await?;
    let other = table.create_shop(&db, Shop::build().name("t").sign(Sign::build().text("closed"))).await?;
    assert_eq!((table.shop_id, other.sign.is_some()), (Some(other.id), true));
    assert_eq!(other, Shop::query().filter(Shop::NAME.eq("t")).include(Shop::SIGN).one(&db).await?);
    Ok(())
}

async fn a_tree_that_create_refuses_changes_nothing(Test { db, .. }: Test) -> Result<()> {
    sync(&db).await?;
    let mut table = Product::build().title("Table").insert(&db).await?;
    let twice = ["a", "a"].map(|title| Product::build().title(title).tags([Tag::build().name("same")]));
    let refused = table.create_shop(&db, Shop::build().name("t").products(twice)).await;
    assert_eq!(kind(refused), ErrorKind::UniqueViolation);
    assert_eq!(table.shop_id, None);
    assert_eq!(counts(&db).await?, [0, 1, 0, 0]);
    Ok(())
}
