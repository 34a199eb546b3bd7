//! Lists as columns, and enums whose words the database may know.
use orm::prelude::*;
use orm::schema::Schema;
use orm::{ColumnType, ErrorKind, Result, schema};
use uuid::Uuid;

use crate::backend::Backend;
use crate::case::Test;
use crate::cases::support::{kind, rows};

crate::cases!["values": [
    a_list_of_other_values_is_a_decode_error,
    lists_are_changed_and_compared_as_a_whole,
    lists_round_trip,
    many_rows_with_lists,
    words_fit_a_type_of_the_database,
]];

#[derive(Model, Debug, Clone, PartialEq)]
struct Note {
    id: i64,
    tags: Vec<String>,
    scores: Vec<i32>,
    ratios: Vec<f64>,
    flags: Option<Vec<bool>>,
    links: Option<Vec<Uuid>>,
    days: Option<Vec<chrono::NaiveDate>>,
    moments: Option<Vec<chrono::DateTime<chrono::Utc>>>,
    prices: Option<Vec<rust_decimal::Decimal>>,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "notes")]
struct NumberedNote {
    id: i64,
    tags: Vec<i64>,
}

const SCHEMA: Schema = schema![Note];

fn texts(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|&text| text.to_owned()).collect()
}

async fn lists_round_trip(Test { db, .. }: Test) -> Result<()> {
    SCHEMA.sync(&db).await?;
    let day = chrono::NaiveDate::from_ymd_opt(2024, 5, 6).unwrap();
    let full = Note::build()
        .tags(texts(&["a", "", "it's \"quoted\", \\ [1]", "\u{1F980}\n\t", "NULL", "{}"]))
        .scores(vec![i32::MIN, 0, i32::MAX])
        .ratios(vec![0.1, -2.0, f64::INFINITY])
        .flags(vec![true, false])
        .links(vec![Uuid::from_u128(7), Uuid::nil()])
        .days(vec![day])
        .moments(vec![day.and_hms_micro_opt(7, 8, 9, 10).unwrap().and_utc()])
        .prices(vec!["-12.5".parse().unwrap(), "3".parse().unwrap()])
        .insert(&db)
        .await?;
    let empty = Note::build().tags(vec![]).scores(vec![]).ratios(vec![]).flags(vec![]).insert(&db).await?;
    assert_eq!((empty.flags.as_deref(), empty.links.as_deref()), (Some(&[][..]), None));
    assert_eq!(rows(&db, Note::ID.asc()).await?, [full, empty]);
    Ok(())
}

async fn lists_are_changed_and_compared_as_a_whole(Test { db, .. }: Test) -> Result<()> {
    SCHEMA.sync(&db).await?;
    let note = |tags: &[&str]| Note::build().tags(texts(tags)).scores(vec![1]).ratios(vec![]);
    let mut note_a = note(&["a", "b"]).insert(&db).await?;
    note(&["b", "a"]).insert(&db).await?;
    let found = Note::query().filter(Note::TAGS.eq(texts(&["a", "b"]))).all(&db).await?;
    assert_eq!(found, [note_a.clone()]);
    note_a.update(&db).set(Note::TAGS, texts(&["c"])).set(Note::FLAGS, vec![true]).await?;
    note_a.scores.push(2);
    note_a.save(&db).await?;
    assert_eq!(Note::get(&db, note_a.id).await?, note_a);
    assert_eq!(Note::query().filter(Note::FLAGS.is_null()).count(&db).await?, 1);
    Ok(())
}

async fn many_rows_with_lists(Test { db, .. }: Test) -> Result<()> {
    SCHEMA.sync(&db).await?;
    let notes = (0..300).map(|n| Note::build().tags(vec![format!("{n}"); 3]).scores(vec![n]).ratios(vec![]));
    let stored = Note::insert_all(&db, notes).await?;
    assert_eq!(stored[299].scores, [299]);
    assert_eq!(rows(&db, Note::ID.asc()).await?, stored);
    Ok(())
}

async fn a_list_of_other_values_is_a_decode_error(Test { db, .. }: Test) -> Result<()> {
    SCHEMA.sync(&db).await?;
    Note::build().tags(texts(&["x"])).scores(vec![]).ratios(vec![]).insert(&db).await?;
    let error = NumberedNote::query().all(&db).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert!(error.message().contains("`NumberedNote.tags` expects a list of integers"), "{error}");
    Ok(())
}

#[derive(ColumnType, Debug, Clone, Copy, PartialEq)]
enum Mood {
    Glad,
    Sad,
}

#[derive(Model, Debug, Clone, PartialEq)]
struct Person {
    id: i64,
    #[column(type = "mood")]
    mood: Mood,
    before: Option<Mood>,
}

async fn words_fit_a_type_of_the_database(Test { db, backend }: Test) -> Result<()> {
    if backend == Backend::Postgres {
        orm::sql("CREATE TYPE mood AS ENUM ('glad', 'sad')").execute(&db).await?;
    }
    schema![Person].sync(&db).await?;
    let people = [Mood::Glad, Mood::Sad, Mood::Sad].map(|mood| Person::build().mood(mood).before(Mood::Glad));
    let mut people = Person::insert_all(&db, people).await?;
    assert_eq!(Person::query().filter(Person::MOOD.eq(Mood::Sad)).count(&db).await?, 2);
    let either = [Mood::Sad, Mood::Glad];
    assert_eq!(Person::query().filter(Person::MOOD.is_in(either)).count(&db).await?, 3);
    assert_eq!(Person::query().filter(Person::BEFORE.is_in(either)).count(&db).await?, 3);
    people[0].update(&db).set(Person::MOOD, Mood::Sad).set(Person::BEFORE, None).await?;
    assert_eq!(rows(&db, Person::ID.asc()).await?, people);
    let changed =
        Person::update_where(Person::MOOD.ne(Mood::Glad)).set(Person::MOOD, Mood::Glad).execute(&db);
    assert_eq!(changed.await?, 3);
    let sad = orm::sql("UPDATE people SET mood = 'bored'").execute(&db).await;
    if sad.is_ok() {
        // Where the column is text, a word that nobody knows is found when it is read.
        assert_eq!(kind(Person::query().all(&db).await), ErrorKind::Decode);
    }
    Ok(())
}
