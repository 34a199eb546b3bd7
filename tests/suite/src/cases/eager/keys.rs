//! Rows are matched by typed keys, whatever their type and number.
use orm::prelude::*;
use orm::{Result, schema};
use uuid::Uuid;

use crate::case::Test;

crate::cases!["eager": [
    values_of_every_kind_and_renamed_columns,
    matches_texts,
    matches_uuids,
    composite_pk_collision,
    loads_onto_a_hundred_thousand_rows,
    loads_onto_a_hundred_thousand_rows_with_keys_of_text,
    loads_onto_a_hundred_thousand_rows_with_composite_keys,
]];

#[derive(Model, Debug, Clone, PartialEq)]
#[has_many(City, foreign_key = country_code)]
struct Country {
    #[key]
    code: String,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[belongs_to(Country, foreign_key = country_code)]
struct City {
    id: i64,
    name: String,
    country_code: Option<String>,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[has_many(Line)]
struct Order {
    #[key]
    shop: String,
    #[key]
    number: String,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[belongs_to(Order, foreign_key = (order_shop, order_number))]
struct Line {
    id: i64,
    what: String,
    order_shop: Option<String>,
    order_number: Option<String>,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[has_many(Reading)]
struct Device {
    id: Uuid,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[belongs_to(Device)]
struct Reading {
    id: i64,
    value: i32,
    device_id: Uuid,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[has_many(Leaf)]
struct Branch {
    id: i64,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[belongs_to(Branch)]
struct Leaf {
    id: i64,
    branch_id: Option<i64>,
}

async fn matches_texts(Test { db, .. }: Test) -> Result<()> {
    schema![Country, City].sync(&db).await?;
    let codes = ["de", "DE", "d", "", "d e", "ß", "ss", "'; --"];
    Country::insert_all(&db, codes.map(|code| Country::build().code(code))).await?;
    let cities = codes.map(|code| City::build().name(format!("in {code}")).country_code(code));
    City::insert_all(&db, cities).await?;
    City::build().name("nowhere").insert(&db).await?;
    for country in Country::query().include(Country::CITIES).all(&db).await? {
        let names: Vec<_> = country.cities.iter().map(|city| city.name.clone()).collect();
        assert_eq!(names, [format!("in {}", country.code)]);
    }
    let cities = City::query().order_by(City::ID.asc()).include(City::COUNTRY).all(&db).await?;
    for (city, code) in cities.iter().zip(codes.map(Some).into_iter().chain([None])) {
        assert_eq!(city.country.as_ref().map(|country| country.code.as_str()), code);
    }
    Ok(())
}

async fn matches_uuids(Test { db, .. }: Test) -> Result<()> {
    schema![Device, Reading].sync(&db).await?;
    let devices: Vec<Uuid> = (0..3).map(|n| Uuid::from_u128(u128::MAX - n)).collect();
    Device::insert_all(&db, devices.iter().map(|&id| Device::build().id(id))).await?;
    let readings =
        [(1, 0), (2, 2), (3, 0)].map(|(value, device)| Reading::build().value(value).device(devices[device]));
    Reading::insert_all(&db, readings).await?;
    let found =
        Device::query().include(Device::READINGS.order_by(Reading::VALUE.desc()).limit(2)).all(&db).await?;
    for device in found {
        let values: Vec<_> = device.readings.iter().map(|reading| reading.value).collect();
        let expected: &[i32] =
            [&[3, 1][..], &[], &[2]][devices.iter().position(|&id| id == device.id).unwrap()];
        assert_eq!(values, expected);
    }
    let readings = Reading::query().include(Reading::DEVICE).all(&db).await?;
    assert!(readings.iter().all(|reading| reading.device.id == reading.device_id));
    Ok(())
}

/// Keys that are equal once they are strung together, or that have a part in common.
async fn composite_pk_collision(Test { db, .. }: Test) -> Result<()> {
    schema![Order, Line].sync(&db).await?;
    let keys = [("1", "11"), ("11", "1"), ("1", "1"), ("", "111"), ("111", ""), ("1,", "1"), ("1", ",1")];
    Order::insert_all(&db, keys.map(|(shop, number)| Order::build().shop(shop).number(number))).await?;
    let lines = keys.map(|(shop, number)| {
        Line::build().what(format!("{shop}+{number}")).order_shop(shop).order_number(number)
    });
    Line::insert_all(&db, lines).await?;
    // Half a key is none.
    Line::build().what("half").order_shop("1").insert(&db).await?;
    let orders = Order::query().include(Order::LINES).all(&db).await?;
    assert_eq!(orders.len(), keys.len());
    for order in orders {
        let whats: Vec<_> = order.lines.iter().map(|line| line.what.clone()).collect();
        assert_eq!(whats, [format!("{}+{}", order.shop, order.number)]);
    }
    let lines = Line::query().order_by(Line::ID.asc()).include(Line::ORDER).all(&db).await?;
    assert!(lines.iter().all(|line| line.order.is_some() == (line.what != "half")));
    Ok(())
}

const MANY: i64 = 100_000;

async fn loads_onto_a_hundred_thousand_rows(Test { db, .. }: Test) -> Result<()> {
    schema![Branch, Leaf].sync(&db).await?;
    Branch::insert_all(&db, (0..MANY).map(|_| Branch::build())).await?;
    Leaf::insert_all(&db, (0..MANY).map(|n| Leaf::build().branch_id(n / 2 * 2 + 1))).await?;
    let branches = Branch::query().order_by(Branch::ID.asc()).include(Branch::LEAVES).all(&db).await?;
    assert_eq!(branches.len(), usize::try_from(MANY).unwrap());
    assert!(branches.iter().all(|branch| branch.leaves.len() == if branch.id % 2 == 1 { 2 } else { 0 }));
    assert!(
        branches
            .iter()
            .flat_map(|branch| &branch.leaves)
            .all(|leaf| leaf.branch_id.is_some_and(|id| id % 2 == 1))
    );
    let leaves = Leaf::query().include(Leaf::BRANCH).all(&db).await?;
    assert!(leaves.iter().all(|leaf| leaf.branch.as_ref().map(|branch| branch.id) == leaf.branch_id));
    Ok(())
}

async fn loads_onto_a_hundred_thousand_rows_with_keys_of_text(Test { db, .. }: Test) -> Result<()> {
    schema![Country, City].sync(&db).await?;
    Country::insert_all(&db, (0..MANY).map(|n| Country::build().code(format!("c{n}")))).await?;
    City::insert_all(&db, (0..1000).map(|n| City::build().name("x").country_code(format!("c{}", n * 100))))
        .await?;
    let countries = Country::query().include(Country::CITIES).all(&db).await?;
    assert_eq!(countries.len(), usize::try_from(MANY).unwrap());
    assert_eq!(countries.iter().filter(|country| country.cities.len() == 1).count(), 1000);
    assert!(
        countries
            .iter()
            .all(|country| country.cities.is_empty() || country.code.ends_with("00") || country.code == "c0")
    );
    Ok(())
}

async fn loads_onto_a_hundred_thousand_rows_with_composite_keys(Test { db, .. }: Test) -> Result<()> {
    schema![Order, Line].sync(&db).await?;
    let orders = (0..MANY).map(|n| Order::build().shop(format!("{}", n % 10)).number(format!("{n}")));
    Order::insert_all(&db, orders).await?;
    let lines = (0..1000).map(|n| {
        Line::build()
            .what("x")
            .order_shop(format!("{}", n % 10))
            .order_number(format!("{}", n * 97 / 10 * 10 + n % 10))
    });
    let stored = Line::insert_all(&db, lines).await?;
    let orders = Order::query().include(Order::LINES).all(&db).await?;
    assert_eq!(orders.iter().map(|order| order.lines.len()).sum::<usize>(), stored.len());
    let belongs = |order: &Order, line: &Line| {
        (line.order_shop.as_ref(), line.order_number.as_ref()) == (Some(&order.shop), Some(&order.number))
    };
    assert!(orders.iter().all(|order| order.lines.iter().all(|line| belongs(order, line))));
    Ok(())
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(rename_all = "camelCase")]
#[has_many(LogEntry)]
struct LogFile {
    #[column(name = "file id")]
    id: i64,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(rename_all = "PascalCase")]
#[belongs_to(LogFile)]
struct LogEntry {
    id: i64,
    was_read: bool,
    written_on: chrono::NaiveDate,
    written_at: Option<chrono::DateTime<chrono::Utc>>,
    price: rust_decimal::Decimal,
    log_file_id: i64,
}

/// Values come through an include as through a plain query, whatever their columns are called.
async fn values_of_every_kind_and_renamed_columns(Test { db, .. }: Test) -> Result<()> {
    schema![LogFile, LogEntry].sync(&db).await?;
    let file = LogFile::build().insert(&db).await?;
    let entry = LogEntry::build()
        .was_read(true)
        .written_on(chrono::NaiveDate::from_ymd_opt(2024, 2, 29).unwrap())
        .written_at(chrono::DateTime::from_timestamp(1_700_000_000, 123_456_000))
        .price(rust_decimal::Decimal::new(-1250, 2));
    let entry = file.create_log_entry(&db, entry).await?;
    assert_eq!(LogEntry::get(&db, entry.id).await?, entry);
    assert_eq!(LogFile::query().include(LogFile::LOG_ENTRIES).one(&db).await?.log_entries, [entry.clone()]);
    let loaded = LogEntry::query().include(LogEntry::LOG_FILE.include(LogFile::LOG_ENTRIES)).one(&db).await?;
    assert_eq!(loaded.log_file.log_entries, [entry]);
    Ok(())
}
