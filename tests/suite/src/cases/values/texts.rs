//! Text, bytes and UUIDs.
use orm::prelude::*;
use orm::schema::Schema;
use orm::{Result, schema};
use uuid::Uuid;

use super::kept_or_refused;
use crate::case::Test;
use crate::cases::support::rows;

crate::cases!["values": [
    bytes_round_trip,
    empty_is_not_null,
    large_values_round_trip,
    text_round_trips,
    text_with_nul_is_kept_or_refused,
    uuids_round_trip,
]];

#[derive(Model, Debug, Clone, PartialEq)]
struct Sample {
    id: i64,
    text: String,
    bytes: Vec<u8>,
    uuid: Uuid,
    maybe_text: Option<String>,
    maybe_bytes: Option<Vec<u8>>,
    maybe_uuid: Option<Uuid>,
}

const SCHEMA: Schema = schema![Sample];

async fn store(db: &Db, text: &str, bytes: &[u8]) -> Result<Sample> {
    let sample = Sample::build().text(text).bytes(bytes.to_vec()).uuid(Uuid::nil());
    let given = sample.maybe_text(text).maybe_bytes(bytes.to_vec()).insert(db).await?;
    assert_eq!((given.text.as_str(), given.bytes.as_slice()), (text, bytes));
    let stored = Sample::get(db, given.id).await?;
    assert_eq!(stored, given);
    Ok(stored)
}

async fn text_round_trips(Test { db, .. }: Test) -> Result<()> {
    SCHEMA.sync(&db).await?;
    let texts = [
        "",
        " ",
        "plain",
        "it's",
        "\"quoted\"",
        "back\\slash",
        "new\nline\r\ttab",
        "naïve café",
        "日本語",
        "\u{1F980}\u{1F9D1}\u{200D}\u{1F680}",
        "\u{feff}bom",
        "e\u{301}",
        "\u{1}\u{1f}\u{7f}",
        "NULL",
        "123",
        "1e5",
        "true",
        "%_",
        "$1 ?1 ?",
        "\u{10ffff}\u{fffd}",
    ];
    for text in texts {
        let stored = store(&db, text, text.as_bytes()).await?;
        let found = Sample::query().filter(Sample::TEXT.eq(text)).one(&db).await?;
        assert_eq!(found, stored);
    }
    Ok(())
}

async fn text_with_nul_is_kept_or_refused(Test { db, .. }: Test) -> Result<()> {
    SCHEMA.sync(&db).await?;
    for text in ["\0", "a\0b", "a\0"] {
        let row = Sample::build().text(text).bytes(vec![]).uuid(Uuid::nil());
        if let Some(stored) = kept_or_refused(&db, row, |row| row.id).await? {
            assert_eq!(stored.text, text);
            assert_eq!(Sample::query().filter(Sample::TEXT.eq(text)).count(&db).await?, 1);
            assert_eq!(Sample::query().filter(Sample::TEXT.is_in([text])).count(&db).await?, 1);
        }
    }
    Ok(())
}

async fn bytes_round_trip(Test { db, .. }: Test) -> Result<()> {
    SCHEMA.sync(&db).await?;
    let all: Vec<u8> = (0..=255).collect();
    for bytes in [&[][..], &[0], &[0, 0, 0], b"text", &[255, 254], &all] {
        let stored = store(&db, "", bytes).await?;
        assert_eq!(Sample::query().filter(Sample::BYTES.eq(bytes)).one(&db).await?, stored);
    }
    assert_eq!(Sample::query().filter(Sample::BYTES.eq(b"other".to_vec())).count(&db).await?, 0);
    Ok(())
}

async fn large_values_round_trip(Test { db, .. }: Test) -> Result<()> {
    SCHEMA.sync(&db).await?;
    let text = "abcdefghijklmnop\u{e9}".repeat(65_536);
    let bytes: Vec<u8> =
        (0..1_048_576_u32).map(|number| number.to_le_bytes()[0] ^ number.to_le_bytes()[1]).collect();
    let stored = store(&db, &text, &bytes).await?;
    assert_eq!((stored.text.len(), stored.bytes.len()), (text.len(), 1_048_576));
    assert_eq!(Sample::query().filter(Sample::TEXT.ends_with("op\u{e9}")).count(&db).await?, 1);
    Ok(())
}

async fn uuids_round_trip(Test { db, .. }: Test) -> Result<()> {
    SCHEMA.sync(&db).await?;
    for uuid in [Uuid::nil(), Uuid::max(), Uuid::from_u128(0x0123_4567_89ab_cdef_0123_4567_89ab_cdef)] {
        let given = Sample::build().text("").bytes(vec![]).uuid(uuid).maybe_uuid(uuid).insert(&db).await?;
        assert_eq!(Sample::query().filter(Sample::UUID.eq(uuid)).one(&db).await?, given);
        assert_eq!(
            Sample::query().filter(Sample::MAYBE_UUID.eq(uuid)).one(&db).await?.maybe_uuid,
            Some(uuid)
        );
    }
    Ok(())
}

async fn empty_is_not_null(Test { db, .. }: Test) -> Result<()> {
    SCHEMA.sync(&db).await?;
    let null = Sample::build().text("").bytes(vec![]).uuid(Uuid::nil()).insert(&db).await?;
    let empty = Sample::build().text("").bytes(vec![]).uuid(Uuid::nil()).maybe_text("").maybe_bytes(vec![]);
    let empty = empty.insert(&db).await?;
    assert_eq!((null.maybe_text.as_deref(), empty.maybe_text.as_deref()), (None, Some("")));
    assert_eq!((null.maybe_bytes.as_deref(), empty.maybe_bytes.as_deref()), (None, Some(&[][..])));
    assert_eq!(rows(&db, Sample::ID.asc()).await?, [null, empty]);
    Ok(())
}
