//! Keys of several columns.
use orm::association::ByKey;
use orm::prelude::*;
use orm::schema::Schema;
use orm::{ErrorKind, Result, schema};

use crate::case::Test;
use crate::cases::support::{kind, rows};

crate::cases!["values": [
    composite_keys_are_written_and_read_as_one,
    composite_keys_do_not_run_together,
    composite_keys_find_rows,
    composite_keys_may_be_many,
]];

#[derive(Model, Debug, Clone, PartialEq)]
#[has_many(Line, foreign_key = (order_tenant, order_number))]
struct Order {
    #[key]
    tenant: String,
    #[key]
    number: i64,
    note: Option<String>,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[belongs_to(Order, foreign_key = (order_tenant, order_number))]
struct Line {
    #[key]
    list: i64,
    #[key]
    place: i64,
    order_tenant: Option<String>,
    order_number: Option<i64>,
}

const SCHEMA: Schema = schema![Order, Line];

async fn order(db: &Db, tenant: &str, number: i64) -> Result<Order> {
    Order::build().tenant(tenant).number(number).insert(db).await
}

async fn lines(db: &Db, count: i64) -> Result<Vec<Line>> {
    Line::insert_all(db, (1..=count).map(|place| Line::build().list(1).place(place))).await
}

async fn composite_keys_find_rows(Test { db, .. }: Test) -> Result<()> {
    SCHEMA.sync(&db).await?;
    let mut order = order(&db, "a", 1).await?;
    assert_eq!(Order::get(&db, ("a", 1)).await?, order);
    assert_eq!(Order::find(&db, ("a", 2)).await?, None);
    order.note = Some("n".into());
    order.save(&db).await?;
    order.update(&db).set(Order::NOTE, "m").await?;
    order.reload(&db).await?;
    assert_eq!(order.note.as_deref(), Some("m"));
    let again = Order::build().tenant("a").number(1).insert(&db).await;
    assert_eq!(kind(again), ErrorKind::UniqueViolation);
    order.delete(&db).await?;
    assert_eq!(kind(Order::get(&db, ("a", 1)).await), ErrorKind::NotFound);
    Ok(())
}

async fn composite_keys_are_written_and_read_as_one(Test { db, .. }: Test) -> Result<()> {
    SCHEMA.sync(&db).await?;
    let (first, second) = (order(&db, "a", 1).await?, order(&db, "a", 2).await?);
    let mut lines = lines(&db, 4).await?;
    first.add_line(&db, &mut lines[0]).await?;
    assert_eq!((lines[0].order_tenant.as_deref(), lines[0].order_number), (Some("a"), Some(1)));
    first.add_lines(&db, [ByKey((1, 2)), ByKey((1, 3))]).await?;
    assert_eq!(first.count_lines(&db).await?, 3);
    assert!(first.has_lines(&db, &lines[..3]).await?);
    assert!(!first.has_line(&db, ByKey((1, 4))).await?);
    assert_eq!(first.remove_lines(&db, [ByKey((1, 3)), ByKey((1, 4))]).await?, 1);
    second.set_lines(&db, [ByKey((1, 2)), ByKey((1, 4))]).await?;
    assert_eq!(first.get_lines(&db).select(Line::PLACE).await?, [1]);
    let created = second.create_line(&db, Line::build().list(2).place(1)).await?;
    assert_eq!(created.get_order(&db).await?.as_ref(), Some(&second));
    lines[2].set_order(&db, ("a".to_owned(), 1)).await?;
    lines[0].set_order(&db, None).await?;
    assert_eq!((lines[0].order_tenant.as_deref(), lines[0].order_number), (None, None));
    assert_eq!(kind(lines[0].set_order(&db, ("b".to_owned(), 1)).await), ErrorKind::ForeignKeyViolation);
    assert_eq!(kind(second.set_lines(&db, [ByKey((1, 1)), ByKey((7, 7))]).await), ErrorKind::NotFound);
    let owners = Line::query().order_by([Line::LIST.asc(), Line::PLACE.asc()]).select(Line::ORDER_NUMBER);
    assert_eq!(owners.all(&db).await?, [None, Some(2), Some(1), Some(2), Some(2)]);
    assert_eq!(Order::query().filter(Order::LINES.count().eq(3)).one(&db).await?, second);
    assert_eq!(Line::query().filter(Line::ORDER.matches(Order::NUMBER.eq(2))).count(&db).await?, 3);
    Ok(())
}

/// ("1", 11) and ("11", 1) are two rows, however they are glued together.
async fn composite_keys_do_not_run_together(Test { db, .. }: Test) -> Result<()> {
    SCHEMA.sync(&db).await?;
    let (first, second) = (order(&db, "1", 11).await?, order(&db, "11", 1).await?);
    let places = [(1, 11), (11, 1), (1, 1)];
    Line::insert_all(&db, places.map(|(list, place)| Line::build().list(list).place(place))).await?;
    first.set_lines(&db, [ByKey((1, 11))]).await?;
    second.set_lines(&db, [ByKey((11, 1))]).await?;
    assert!(!first.has_line(&db, ByKey((11, 1))).await?);
    assert!(!first.has_lines(&db, [ByKey((1, 11)), ByKey((11, 1))]).await?);
    assert_eq!(first.remove_lines(&db, [ByKey((11, 1)), ByKey((1, 1))]).await?, 0);
    let stored = rows(&db, [Line::LIST.asc(), Line::PLACE.asc()]).await?;
    let numbers: Vec<_> = stored.iter().map(|line: &Line| line.order_number).collect();
    assert_eq!(numbers, [None, Some(11), Some(1)]);
    Ok(())
}

/// Their values are far more than a statement can bind.
async fn composite_keys_may_be_many(Test { db, .. }: Test) -> Result<()> {
    SCHEMA.sync(&db).await?;
    let order = order(&db, "a", 1).await?;
    let lines = lines(&db, 20_000).await?;
    order.add_lines(&db, &lines).await?;
    assert!(order.has_lines(&db, &lines).await?);
    order.set_lines(&db, &lines[..1]).await?;
    assert_eq!(order.remove_lines(&db, &lines).await?, 1);
    assert_eq!(order.count_lines(&db).await?, 0);
    Ok(())
}
