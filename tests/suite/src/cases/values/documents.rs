//! JSON documents.
use std::collections::BTreeMap;

use orm::prelude::*;
use orm::schema::Schema;
use orm::value::Json;
use orm::{ErrorKind, Result, schema};
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::case::Test;

crate::cases!["values": [
    json_null_is_not_an_empty_column,
    json_of_another_shape_is_a_decode_error,
    json_values_round_trip,
    own_types_round_trip_as_json,
    what_serde_refuses_is_never_sent,
]];

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
enum Shape {
    Point,
    Circle { radius: f64 },
    Polygon(Vec<(i32, i32)>),
}

#[derive(Model, Debug, Clone, PartialEq)]
struct Document {
    id: i64,
    value: serde_json::Value,
    shape: Json<Shape>,
    maybe: Option<serde_json::Value>,
    labels: Option<Json<BTreeMap<String, Option<i64>>>>,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "documents")]
struct OtherDocument {
    id: i64,
    value: Json<Shape>,
}

/// Keys of JSON objects are texts, so only an empty map can be stored.
#[derive(Model, Debug, Clone, PartialEq)]
struct Grid {
    id: i64,
    cells: Json<Cells>,
    #[column(unique)]
    name: String,
}

type Cells = BTreeMap<(i32, i32), i64>;

const SCHEMA: Schema = schema![Document, Grid];

async fn json_values_round_trip(Test { db, .. }: Test) -> Result<()> {
    SCHEMA.sync(&db).await?;
    let values = [
        json!(null),
        json!(true),
        json!(0),
        json!(i64::MIN),
        json!(u64::MAX),
        json!(0.1),
        json!(1e300),
        json!(""),
        json!("it's \"quoted\" \\ \u{1F980}\n"),
        json!([]),
        json!({}),
        json!([1, [2, [3, {"a": null}]]]),
        json!({"a": {"b": [true, false, null]}, "ü": "x", "": 1, "a'b\"c": []}),
    ];
    for value in values {
        let row = Document::build().value(value.clone()).maybe(value.clone()).shape(Json(Shape::Point));
        let given = row.insert(&db).await?;
        let stored = Document::get(&db, given.id).await?;
        assert_eq!((&stored.value, stored.maybe.as_ref()), (&value, Some(&value)));
        assert_eq!(stored, given);
    }
    Ok(())
}

async fn json_null_is_not_an_empty_column(Test { db, .. }: Test) -> Result<()> {
    SCHEMA.sync(&db).await?;
    let make = || Document::build().value(json!(null)).shape(Json(Shape::Point));
    let null = make().maybe(json!(null)).insert(&db).await?;
    let empty = make().insert(&db).await?;
    assert_eq!(Document::get(&db, null.id).await?.maybe, Some(json!(null)));
    assert_eq!(Document::get(&db, empty.id).await?.maybe, None);
    assert_eq!(Document::query().filter(Document::MAYBE.is_null()).one(&db).await?.id, empty.id);
    Ok(())
}

async fn own_types_round_trip_as_json(Test { db, .. }: Test) -> Result<()> {
    SCHEMA.sync(&db).await?;
    let labels = BTreeMap::from([("a".to_owned(), Some(1)), ("b".to_owned(), None)]);
    for shape in [Shape::Point, Shape::Circle { radius: 1.5 }, Shape::Polygon(vec![(0, 1), (-1, 2)])] {
        let row = Document::build().value(json!(0)).shape(Json(shape.clone())).labels(Json(labels.clone()));
        let mut stored = Document::get(&db, row.insert(&db).await?.id).await?;
        assert_eq!((&stored.shape.0, stored.labels.as_ref()), (&shape, Some(&Json(labels.clone()))));
        stored.update(&db).set(Document::SHAPE, Json(Shape::Point)).set(Document::LABELS, None).await?;
        let stored = Document::get(&db, stored.id).await?;
        assert_eq!((stored.shape, stored.labels), (Json(Shape::Point), None));
    }
    Ok(())
}

async fn json_of_another_shape_is_a_decode_error(Test { db, .. }: Test) -> Result<()> {
    SCHEMA.sync(&db).await?;
    let row = Document::build().value(json!({"Square": 1})).shape(Json(Shape::Point)).insert(&db).await?;
    let error = OtherDocument::get(&db, row.id).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert!(error.to_string().contains("OtherDocument.value"), "{error}");
    let row = Document::build().value(json!("Point")).shape(Json(Shape::Point)).insert(&db).await?;
    assert_eq!(OtherDocument::get(&db, row.id).await?.value, Json(Shape::Point));
    Ok(())
}

async fn what_serde_refuses_is_never_sent(Test { db, .. }: Test) -> Result<()> {
    SCHEMA.sync(&db).await?;
    let odd = || Json(Cells::from([((0, 1), 2)]));
    let mut grid = Grid::build().name("a").cells(Json(Cells::new())).insert(&db).await?;
    let stored = grid.clone();
    let check = |error: orm::Error| {
        assert_eq!(error.kind(), ErrorKind::InvalidInput, "{error}");
        let text = error.to_string();
        assert!(text.contains("`Grid.cells`") && text.contains("key must be a string"), "{text}");
    };
    let build = || Grid::build().name("b").cells(odd());
    check(build().insert(&db).await.unwrap_err());
    check(build().upsert(&db).await.unwrap_err());
    check(build().upsert_on(&db, Grid::NAME).await.unwrap_err());
    let rows = [Grid::build().name("c").cells(Json(Cells::new())), build()];
    check(Grid::insert_all(&db, rows).await.unwrap_err());
    check(grid.update(&db).set(Grid::NAME, "x").set(Grid::CELLS, odd()).await.unwrap_err());
    assert_eq!(grid, stored, "the struct follows the database only");
    let all = || Grid::update_where(Grid::ID.gte(0));
    check(all().set(Grid::CELLS, odd()).execute(&db).await.unwrap_err());
    check(Grid::query().filter(Grid::CELLS.eq(odd())).all(&db).await.unwrap_err());
    check(Grid::query().filter(Grid::CELLS.is_in([odd()])).count(&db).await.unwrap_err());
    check(Grid::query().filter(Grid::CELLS.ne(odd())).stream(&db).next().await.unwrap().unwrap_err());
    check(db.transaction(async |tx| build().insert(tx).await).await.unwrap_err());
    grid.cells = odd();
    check(grid.save(&db).await.unwrap_err());
    assert_eq!(Grid::query().all(&db).await?, [stored]);

    let raw = orm::sql("SELECT 1").bind(odd()).execute(&db).await.unwrap_err();
    assert_eq!(raw.kind(), ErrorKind::InvalidInput);
    assert!(raw.to_string().contains("key must be a string"), "{raw}");
    Ok(())
}
