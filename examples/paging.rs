//! Many rows: stored together, read in pages, or one by one without holding all of them.
use orm::prelude::*;

#[derive(Model, Debug, Clone, PartialEq)]
struct Reading {
    id: i64,
    sensor: String,
    celsius: f64,
}

const SCHEMA: Schema = schema![Reading];

#[tokio::main]
async fn main() -> orm::Result<()> {
    let db = orm::connect("sqlite::memory:").await?;
    SCHEMA.sync(&db).await?;

    // Few statements, all rows or none.
    let rows = (0..10_000).map(|n| {
        Reading::build().sensor(if n % 2 == 0 { "roof" } else { "cellar" }).celsius(f64::from(n % 40))
    });
    Reading::insert_all(&db, rows).await?;

    // A page, and how many there are. The order has to be total, or a row may stand on two pages.
    let warm = Reading::query().filter(Reading::CELSIUS.gt(30.0)).order_by(Reading::ID.asc());
    let page = warm.page(&db, 2, 25).await?;
    println!("page {} of {}: {} of {} rows", page.number, page.pages(), page.rows.len(), page.total);
    assert_eq!(page.rows.len(), 25);

    // From a key on: as fast on the last page as on the first.
    let mut after = 0;
    let mut pages = 0;
    loop {
        let next = Reading::query().filter(Reading::ID.gt(after)).order_by(Reading::ID.asc()).limit(4_000);
        let rows = next.all(&db).await?;
        let Some(last) = rows.last() else { break };
        (after, pages) = (last.id, pages + 1);
    }
    println!("{pages} pages by key");

    // One by one.
    let mut hottest: f64 = 0.0;
    let mut readings = Reading::query().filter(Reading::SENSOR.eq("roof")).stream(&db);
    while let Some(reading) = readings.next().await {
        hottest = hottest.max(reading?.celsius);
    }
    println!("hottest on the roof: {hottest} °C");

    // Or asked for: the database can do that itself.
    assert_eq!(
        Reading::query().filter(Reading::SENSOR.eq("roof")).max(&db, Reading::CELSIUS).await?,
        Some(hottest)
    );
    Ok(())
}
