//! `#[column(references = …)]`: a constraint without an association, or beside one.
use orm::Result;
use orm::prelude::*;

use crate::case::Test;

crate::cases!["ddl": [
    keys_that_point_to_renamed_and_to_further_columns,
    manual_references,
    manual_references_actions,
    manual_references_no_association,
]];

/// The columns name what they refer to, and associations over the same columns say the rest.
async fn manual_references(test: Test) -> Result<()> {
    #[derive(Model)]
    #[has_many(Series, singular = one_series, plural = series, foreign_key = trainer_id)]
    struct Trainer {
        id: i64,
        first_name: Option<String>,
        last_name: Option<String>,
    }
    #[derive(Model)]
    #[has_one(Video, foreign_key = series_id)]
    struct Series {
        id: i64,
        title: Option<String>,
        sub_title: Option<String>,
        #[column(references = Trainer::id)]
        trainer_id: Option<i64>,
    }
    #[derive(Model)]
    struct Video {
        id: i64,
        title: Option<String>,
        sequence: Option<i32>,
        #[column(references = Series::id)]
        series_id: Option<i64>,
    }
    let expected = "
        series(id:auto, title:text?, sub_title:text?, trainer_id:integer?)
            trainer_id -> trainers(id) set null, cascade
            index trainer_id
        trainers(id:auto, first_name:text?, last_name:text?)
        videos(id:auto, title:text?, sequence:integer?, series_id:integer?)
            unique series_id
            series_id -> series(id) set null, cascade";
    test.expect_sync(schema![Trainer, Series, Video], expected).await
}

async fn manual_references_actions(test: Test) -> Result<()> {
    #[derive(Model)]
    struct Trainer {
        id: i64,
        first_name: Option<String>,
    }
    #[derive(Model)]
    struct Series {
        id: i64,
        title: Option<String>,
        #[column(references = Trainer::id, on_delete = cascade, on_update = restrict)]
        trainer_id: Option<i64>,
    }
    let expected = "
        series(id:auto, title:text?, trainer_id:integer?)
            trainer_id -> trainers(id) cascade, restrict
            index trainer_id
        trainers(id:auto, first_name:text?)";
    test.expect_sync(schema![Trainer, Series], expected).await
}

async fn manual_references_no_association(test: Test) -> Result<()> {
    #[derive(Model)]
    struct Trainer {
        id: i64,
        first_name: Option<String>,
    }
    #[derive(Model)]
    struct Series {
        id: i64,
        title: Option<String>,
        #[column(references = Trainer::id)]
        trainer_id: Option<i64>,
    }
    let expected = "
        series(id:auto, title:text?, trainer_id:integer?)
            trainer_id -> trainers(id) no action, no action
            index trainer_id
        trainers(id:auto, first_name:text?)";
    test.expect_sync(schema![Trainer, Series], expected).await
}

/// What is pointed to may be spelled otherwise in the database, or stand beside a composite primary key.
async fn keys_that_point_to_renamed_and_to_further_columns(test: Test) -> Result<()> {
    #[derive(Model, Debug, Clone, PartialEq)]
    #[has_many(City, source_key = iso_code)]
    struct Country {
        #[key]
        continent: String,
        #[key]
        number: i64,
        #[column(name = "ISO code", unique)]
        iso_code: String,
    }
    #[derive(Model, Debug, Clone, PartialEq)]
    #[belongs_to(Country, target_key = iso_code)]
    struct City {
        id: i64,
        #[column(name = "countryIso")]
        country_iso_code: Option<String>,
    }
    let expected = "
        cities(id:auto, countryIso:text?)
            countryIso -> countries(ISO code) set null, cascade
            index countryIso
        countries(continent:text, number:integer, ISO code:text)
            key continent, number
            unique ISO code";
    test.expect_sync(schema![Country, City], expected).await?;
    let db = &test.db;
    let france = Country::build().continent("Europe").number(7).iso_code("FR").insert(db).await?;
    let paris = france.create_city(db, City::build()).await?;
    assert_eq!(paris.get_country(db).await?, Some(france.clone()));
    let all = Country::query().include(Country::CITIES).filter(Country::CITIES.exists()).all(db).await?;
    assert_eq!(all[0].cities, [paris]);
    Ok(())
}
