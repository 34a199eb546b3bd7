//! SQL of your own: into models, tuples and single values, as a condition, and through sqlx's own pool.
use orm::prelude::*;

#[derive(Model, Debug, Clone, PartialEq)]
struct City {
    id: i64,
    name: String,
    country: String,
    people: i64,
}

const SCHEMA: Schema = schema![City];

async fn fill(db: &Db) -> orm::Result<()> {
    let cities = [("Paris", "France", 2_100_000), ("Lyon", "France", 520_000), ("Turin", "Italy", 850_000)];
    let rows = cities.map(|(name, country, people)| City::build().name(name).country(country).people(people));
    City::insert_all(db, rows).await?;
    Ok(())
}

#[tokio::main]
async fn main() -> orm::Result<()> {
    let db = orm::connect("sqlite::memory:").await?;
    SCHEMA.sync(&db).await?;
    fill(&db).await?;

    // Into models: the columns are found by name.
    let large = orm::sql("SELECT * FROM cities WHERE people > ?1 ORDER BY people DESC").bind(600_000);
    for city in large.fetch::<City>(&db).await? {
        println!("{} has {} people", city.name, city.people);
    }

    // Into tuples, for what is no model.
    let sums = orm::sql("SELECT country, SUM(people) FROM cities GROUP BY country ORDER BY country");
    for (country, people) in sums.fetch_rows::<(String, i64)>(&db).await? {
        println!("{country}: {people}");
    }

    // One condition that the query has no method for; `?` is a parameter.
    let short = Predicate::sql("length(name) < ?", [5.into()]);
    let query = City::query().filter(short).filter(City::COUNTRY.eq("France"));
    println!("{}", query.to_sql(&db));
    println!("{:?}", query.all(&db).await?);

    // Writing gives the number of rows.
    let moved = orm::sql("UPDATE cities SET people = people + 1 WHERE country = ?1").bind("France");
    println!("{} rows changed", moved.execute(&db).await?);

    // sqlx itself, over the same database.
    if let Some(pool) = db.sqlite_pool() {
        println!("sqlx has a pool too: {}", !pool.is_closed());
    }
    Ok(())
}
