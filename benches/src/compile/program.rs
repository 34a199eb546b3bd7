//! The programs: a chain of models, each with columns, associations, and what is done with it.

/// A library that has models.
pub(super) struct Library {
    pub(super) name: &'static str,
    /// The lines of the manifest; `ROOT` is the root of this repository.
    pub(super) dependencies: &'static str,
    /// What stands in every model's file; see [`Library::model`].
    template: &'static str,
    /// The lines that only a model has which is not the first, or not the last.
    previous: &'static [(&'static str, &'static str)],
    next: &'static [(&'static str, &'static str)],
    /// What `main` does; `ALL` stands for the calls, `MODELS` for a list.
    main: &'static str,
    /// One call of `ALL`, and one element of `MODELS`.
    call: (&'static str, &'static str),
}

impl Library {
    /// The file of a model; what follows `Item` becomes a number: `ME`, `PREVIOUS` and `NEXT`.
    pub(super) fn model(&self, at: usize, models: usize) -> String {
        let mut text = self.template.to_owned();
        for (mark, line) in self.previous {
            text = text.replace(mark, if at > 0 { line } else { "" });
        }
        for (mark, line) in self.next {
            text = text.replace(mark, if at + 1 < models { line } else { "" });
        }
        let numbers = [("PREVIOUS", at.wrapping_sub(1)), ("NEXT", at + 1), ("ME", at)];
        numbers.iter().fold(text, |text, &(mark, number)| numbered(&text, mark, number))
    }

    /// The program.
    pub(super) fn main(&self, models: usize) -> String {
        let each = |line: &str| (0..models).map(|at| numbered(line, "ME", at)).collect::<String>();
        let modules = each("mod itemME;\n");
        modules + &self.main.replace("ALL", &each(self.call.0)).replace("MODELS", &each(self.call.1))
    }
}

/// Writes a number for a mark, where it follows `Item`, `item` or `ITEM`.
fn numbered(text: &str, mark: &str, number: usize) -> String {
    let lower = text.replace(&format!("tem{mark}"), &format!("tem{number}"));
    lower.replace(&format!("TEM{mark}"), &format!("TEM{number}"))
}

pub(super) const LIBRARIES: &[Library] = &[ORM, DIESEL, SEA_ORM, TOASTY];

const ORM: Library = Library {
    name: "orm",
    dependencies: "orm = { path = \"ROOT\" }\ntokio = { version = \"1\", features = [\"rt\", \"macros\"] }",
    template: "use orm::prelude::*;
$USE_NEXT$USE_PREVIOUS
#[derive(Model, Debug, Clone)]
$HAS_MANY$BELONGS_TOpub struct ItemME {
    pub id: i64,
    pub name: String,
    pub size: i64,
    pub note: Option<String>,
$KEY}

pub async fn find(db: &Db) -> orm::Result<Vec<ItemME>> {
    ItemME::query().filter(ItemME::SIZE.gt(3)).order_by(ItemME::NAME.asc()).limit(10).all(db).await
}

pub async fn create(db: &Db) -> orm::Result<ItemME> {
    ItemME::build().name(\"new\").size(7)$SET.insert(db).await
}
$EAGER
pub async fn all(db: &Db) -> orm::Result<usize> {
    let created = create(db).await?;
    Ok(find(db).await?.len()$EAGER_CALL + usize::from(created.id > 0))
}
",
    previous: &[
        ("$USE_PREVIOUS", "use crate::itemPREVIOUS::ItemPREVIOUS;\n"),
        ("$BELONGS_TO", "#[belongs_to(ItemPREVIOUS)]\n"),
        ("$KEY", "    pub itemPREVIOUS_id: i64,\n"),
        ("$SET", ".itemPREVIOUS_id(1)"),
    ],
    next: &[
        ("$USE_NEXT", "use crate::itemNEXT::ItemNEXT;\n"),
        ("$HAS_MANY", "#[has_many(ItemNEXT, as = parts)]\n"),
        ("$EAGER_CALL", " + eager(db).await?"),
        (
            "$EAGER",
            "
pub async fn eager(db: &Db) -> orm::Result<usize> {
    let rows = ItemME::query().include(ItemME::PARTS).all(db).await?;
    Ok(rows.iter().map(|row| row.parts.len()).sum())
}
",
        ),
    ],
    main: "
#[tokio::main(flavor = \"current_thread\")]
async fn main() -> orm::Result<()> {
    let db = orm::connect(\"sqlite::memory:\").await?;
    orm::schema![MODELS].sync(&db).await?;
    let mut sum = 0;
ALL    println!(\"{sum}\");
    Ok(())
}
",
    call: ("    sum += Box::pin(itemME::all(&db)).await?;\n", "itemME::ItemME, "),
};

const DIESEL: Library = Library {
    name: "diesel",
    dependencies: "diesel = { version = \"2.3.14\", default-features = false, features = [\"sqlite\", \"returning_clauses_for_sqlite_3_35\"] }\nlibsqlite3-sys = { version = \"0.37\", features = [\"bundled\"] }",
    template: "use diesel::prelude::*;
$USE_NEXT$USE_PREVIOUS
diesel::table! {
    itemMEs (id) { id -> BigInt, name -> Text, size -> BigInt, note -> Nullable<Text>,$COLUMN }
}

#[derive(Debug, Clone, Queryable, Selectable, Identifiable, AsChangeset$ASSOCIATIONS)]
#[diesel(table_name = itemMEs$BELONGS_TO)]
pub struct ItemME {
    pub id: i64,
    pub name: String,
    pub size: i64,
    pub note: Option<String>,
$KEY}

#[derive(Debug, Insertable)]
#[diesel(table_name = itemMEs)]
pub struct NewItemME {
    pub name: String,
    pub size: i64,
    pub note: Option<String>,
$KEY}

pub fn find(db: &mut SqliteConnection) -> QueryResult<Vec<ItemME>> {
    let rows = itemMEs::table.filter(itemMEs::size.gt(3)).order_by(itemMEs::name.asc()).limit(10);
    rows.select(ItemME::as_select()).load(db)
}

pub fn create(db: &mut SqliteConnection) -> QueryResult<ItemME> {
    let new = NewItemME { name: \"new\".to_owned(), size: 7, note: None$SET };
    diesel::insert_into(itemMEs::table).values(new).returning(ItemME::as_returning()).get_result(db)
}
$EAGER
pub fn all(db: &mut SqliteConnection) -> QueryResult<usize> {
    let created = create(db)?;
    Ok(find(db)?.len()$EAGER_CALL + usize::from(created.id > 0))
}
",
    previous: &[
        ("$USE_PREVIOUS", "use crate::itemPREVIOUS::ItemPREVIOUS;\n"),
        ("$COLUMN", " itemPREVIOUS_id -> BigInt,"),
        ("$ASSOCIATIONS", ", Associations"),
        ("$BELONGS_TO", ", belongs_to(ItemPREVIOUS)"),
        ("$KEY", "    pub itemPREVIOUS_id: i64,\n"),
        ("$SET", ", itemPREVIOUS_id: 1"),
    ],
    next: &[
        ("$USE_NEXT", "use crate::itemNEXT::ItemNEXT;\n"),
        ("$EAGER_CALL", " + eager(db)?"),
        (
            "$EAGER",
            "
pub fn eager(db: &mut SqliteConnection) -> QueryResult<usize> {
    let rows = itemMEs::table.select(ItemME::as_select()).load(db)?;
    let children = ItemNEXT::belonging_to(&rows).select(ItemNEXT::as_select()).load(db)?;
    Ok(children.grouped_by(&rows).into_iter().zip(rows).map(|(children, _)| children.len()).sum())
}
",
        ),
    ],
    main: "
fn main() {
    use diesel::Connection as _;
    let db = &mut diesel::SqliteConnection::establish(\":memory:\").unwrap();
    let mut sum = 0;
ALL    println!(\"{sum}\");
}
",
    call: ("    sum += itemME::all(db).unwrap_or(0);\n", ""),
};

const SEA_ORM: Library = Library {
    name: "sea-orm",
    dependencies: "sea-orm = { version = \"2.0.4\", default-features = false, features = [\"macros\", \"runtime-tokio\", \"sqlx-sqlite\", \"sqlite-use-returning-for-3_35\"] }\ntokio = { version = \"1\", features = [\"rt\", \"macros\"] }",
    template: "use sea_orm::entity::prelude::*;
use sea_orm::{LoaderTrait as _, QueryOrder as _, QuerySelect as _, Set};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = \"itemMEs\")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub name: String,
    pub size: i64,
    pub note: Option<String>,
$KEY$HAS_MANY}

impl ActiveModelBehavior for ActiveModel {}

pub async fn find(db: &DatabaseConnection) -> Result<Vec<Model>, DbErr> {
    Entity::find().filter(Column::Size.gt(3)).order_by_asc(Column::Name).limit(10).all(db).await
}

pub async fn create(db: &DatabaseConnection) -> Result<Model, DbErr> {
    let new = ActiveModel { name: Set(\"new\".to_owned()), size: Set(7)$SET, ..Default::default() };
    new.insert(db).await
}
$EAGER
pub async fn all(db: &DatabaseConnection) -> Result<usize, DbErr> {
    let created = create(db).await?;
    Ok(find(db).await?.len()$EAGER_CALL + usize::from(created.id > 0))
}
",
    previous: &[
        (
            "$KEY",
            "    pub previous_id: i64,
    #[sea_orm(belongs_to, from = \"previous_id\", to = \"id\")]
    pub previous: BelongsTo<crate::itemPREVIOUS::Entity>,
",
        ),
        ("$SET", ", previous_id: Set(1)"),
    ],
    next: &[
        ("$HAS_MANY", "    #[sea_orm(has_many)]\n    pub next: HasMany<crate::itemNEXT::Entity>,\n"),
        ("$EAGER_CALL", " + eager(db).await?"),
        (
            "$EAGER",
            "
pub async fn eager(db: &DatabaseConnection) -> Result<usize, DbErr> {
    let rows = Entity::find().all(db).await?;
    let children = rows.load_many(crate::itemNEXT::Entity, db).await?;
    Ok(children.iter().map(Vec::len).sum())
}
",
        ),
    ],
    main: "
#[tokio::main(flavor = \"current_thread\")]
async fn main() -> Result<(), sea_orm::DbErr> {
    let db = sea_orm::Database::connect(\"sqlite::memory:\").await?;
    let mut sum = 0;
ALL    println!(\"{sum}\");
    Ok(())
}
",
    call: ("    sum += Box::pin(itemME::all(&db)).await?;\n", ""),
};

const TOASTY: Library = Library {
    name: "toasty",
    dependencies: "toasty = { version = \"0.11.0\", default-features = false, features = [\"sqlite\"] }\ntokio = { version = \"1\", features = [\"rt\", \"macros\"] }",
    template: "use toasty::Db;
#[allow(unused_imports)]
use toasty::Deferred;
$USE_NEXT$USE_PREVIOUS
#[derive(Debug, toasty::Model)]
pub struct ItemME {
    #[key]
    #[auto]
    pub id: i64,
    pub name: String,
    pub size: i64,
    pub note: Option<String>,
$KEY$HAS_MANY}

pub async fn find(db: &mut Db) -> toasty::Result<Vec<ItemME>> {
    let rows = ItemME::filter(ItemME::fields().size().gt(3)).order_by(ItemME::fields().name().asc());
    rows.limit(10).exec(db).await
}

pub async fn create(db: &mut Db) -> toasty::Result<ItemME> {
    ItemME::create().name(\"new\").size(7)$SET.exec(db).await
}
$EAGER
pub async fn all(db: &mut Db) -> toasty::Result<usize> {
    let created = create(db).await?;
    Ok(find(db).await?.len()$EAGER_CALL + usize::from(created.id > 0))
}
",
    previous: &[
        ("$USE_PREVIOUS", "use crate::itemPREVIOUS::ItemPREVIOUS;\n"),
        (
            "$KEY",
            "    #[index]
    pub previous_id: i64,
    #[belongs_to(key = previous_id, references = id)]
    pub previous: Deferred<ItemPREVIOUS>,
",
        ),
        ("$SET", ".previous_id(1)"),
    ],
    next: &[
        ("$USE_NEXT", "use crate::itemNEXT::ItemNEXT;\n"),
        ("$HAS_MANY", "    #[has_many(pair = previous)]\n    pub next: Deferred<Vec<ItemNEXT>>,\n"),
        ("$EAGER_CALL", " + eager(db).await?"),
        (
            "$EAGER",
            "
pub async fn eager(db: &mut Db) -> toasty::Result<usize> {
    let rows = ItemME::all().include(ItemME::fields().next()).exec(db).await?;
    Ok(rows.iter().map(|row| row.next.get().len()).sum())
}
",
        ),
    ],
    main: "
#[tokio::main(flavor = \"current_thread\")]
async fn main() -> toasty::Result<()> {
    let mut db = toasty::Db::builder().models(toasty::models!(MODELS)).connect(\"sqlite::memory:\").await?;
    db.push_schema().await?;
    let mut sum = 0;
ALL    println!(\"{sum}\");
    Ok(())
}
",
    call: ("    sum += Box::pin(itemME::all(&mut db)).await?;\n", "itemME::ItemME, "),
};
