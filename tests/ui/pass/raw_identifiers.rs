#![deny(warnings)]
//! Keywords as names of fields, models and associations.
use orm::Model;

#[derive(Model, Debug, Clone)]
#[belongs_to(r#Type, as = r#type)]
#[has_many(Self, as = r#matches, singular = r#match, foreign_key = parent_id)]
#[belongs_to(Self, as = parent)]
pub struct Item {
    pub id: i64,
    pub r#in: String,
    pub type_id: i64,
    pub parent_id: Option<i64>,
}

#[derive(Model, Debug, Clone)]
#[has_many(Item)]
pub struct r#Type {
    pub id: i64,
    pub r#fn: Option<String>,
}

async fn use_all(db: &orm::Db, item: &mut Item, ty: &Type) -> orm::Result<()> {
    item.set_type(db, ty).await?;
    let _ = item.get_matches(db).filter(Item::IN.eq("x")).await?;
    item.add_match(db, &ty.create_item(db, Item::build().r#in("x")).await?).await?;
    let _ = Item::build().r#in("x").r#type(ty);
    let _ = (Item::TYPE, Item::MATCHES, Type::FN);
    Ok(())
}

fn main() {
    let _ = use_all;
}
