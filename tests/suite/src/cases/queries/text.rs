//! Patterns, with all that is special in them.
use orm::Result;
use orm::prelude::*;

use super::fixture::*;
use crate::case::Test;

crate::cases!["queries": [
    contains_takes_text_as_it_stands,
    ilike_passes_over_case,
    like_heeds_case,
    like_escapes_any_character,
    like_knows_wildcards_and_escapes,
    starts_and_ends_take_text_as_it_stands,
]];

/// Stores a task for each title, in this order.
async fn titled(db: &Db, titles: &[&str]) -> Result<()> {
    SCHEMA.sync(db).await?;
    let rows = titles.iter().map(|title| Task::build().title(*title).points(0).done(false));
    Task::insert_all(db, rows).await?;
    Ok(())
}

async fn like_heeds_case(Test { db, .. }: Test) -> Result<()> {
    titled(&db, &["Apple", "apple", "pineapple", "ÄPFEL"]).await?;
    assert_eq!(tasks(&db, Task::TITLE.like("apple")).await?, [2]);
    assert_eq!(tasks(&db, Task::TITLE.like("%apple")).await?, [2, 3]);
    assert_eq!(tasks(&db, Task::TITLE.like("A%")).await?, [1]);
    assert_eq!(tasks(&db, Task::TITLE.not_like("%apple")).await?, [1, 4]);
    assert_eq!(tasks(&db, Task::TITLE.contains("PP")).await?, NO_IDS);
    Ok(())
}

async fn ilike_passes_over_case(Test { db, .. }: Test) -> Result<()> {
    titled(&db, &["Apple", "apple", "PineApple", "äpfel"]).await?;
    assert_eq!(tasks(&db, Task::TITLE.ilike("aPPle")).await?, [1, 2]);
    assert_eq!(tasks(&db, Task::TITLE.ilike("%APPLE")).await?, [1, 2, 3]);
    assert_eq!(tasks(&db, Task::TITLE.ilike("ä%")).await?, [4]);
    assert_eq!(tasks(&db, Task::TITLE.ilike(r"appl\e")).await?, [1, 2]);
    Ok(())
}

async fn like_knows_wildcards_and_escapes(Test { db, .. }: Test) -> Result<()> {
    titled(&db, &["100%", "100 %", "1000", r"a\b", "a_b", "axb", "a\u{1F980}b", ""]).await?;
    assert_eq!(tasks(&db, Task::TITLE.like("100%")).await?, [1, 2, 3]);
    assert_eq!(tasks(&db, Task::TITLE.like(r"100\%")).await?, [1]);
    assert_eq!(tasks(&db, Task::TITLE.like(r"a\\b")).await?, [4]);
    assert_eq!(tasks(&db, Task::TITLE.like("a_b")).await?, [4, 5, 6, 7], "a character is one, however long");
    assert_eq!(tasks(&db, Task::TITLE.like(r"a\_b")).await?, [5]);
    assert_eq!(tasks(&db, Task::TITLE.like("%")).await?.len(), 8);
    assert_eq!(tasks(&db, Task::TITLE.like("")).await?, [8]);
    assert_eq!(tasks(&db, Task::TITLE.like("[a]%")).await?, NO_IDS);
    assert_eq!(tasks(&db, Task::TITLE.like("a*")).await?, NO_IDS);
    assert_eq!(tasks(&db, Task::TITLE.like("a?b")).await?, NO_IDS);
    Ok(())
}

/// A `\` takes the next character as it stands, special or not.
async fn like_escapes_any_character(Test { db, .. }: Test) -> Result<()> {
    titled(&db, &["axb", r"a\xb", "[b]", "a*b", "[p][u]", "%_", "ab"]).await?;
    for (pattern, expected) in [
        (r"a\xb", 1),
        (r"a\\xb", 2),
        (r"\[b\]", 3),
        ("[b]", 3),
        (r"a\*b", 4),
        ("[p][u]", 5),
        (r"\%\_", 6),
        (r"\a\b", 7),
    ] {
        assert_eq!(tasks(&db, Task::TITLE.like(pattern)).await?, [expected], "{pattern}");
        assert_eq!(tasks(&db, Task::TITLE.ilike(pattern)).await?, [expected], "{pattern}, whatever the case");
    }
    Ok(())
}

const SPECIAL: [&str; 14] = [
    "100%",
    "a_b",
    r"c:\dir",
    "it's",
    "say \"hi\"",
    "tab\there",
    "line\nbreak",
    "[x]",
    "a*b",
    "who?",
    "crab \u{1F980}",
    "naïve",
    "日本語",
    "{j}",
];

async fn contains_takes_text_as_it_stands(Test { db, .. }: Test) -> Result<()> {
    titled(&db, &SPECIAL).await?;
    for (text, expected) in [
        ("%", 1),
        ("_", 2),
        ("\\", 3),
        ("'", 4),
        ("\"", 5),
        ("\t", 6),
        ("\n", 7),
        ("[", 8),
        ("*", 9),
        ("?", 10),
        ("\u{1F980}", 11),
        ("ïv", 12),
        ("本", 13),
        ("}", 14),
    ] {
        assert_eq!(tasks(&db, Task::TITLE.contains(text)).await?, [expected], "{text}");
    }
    for (id, title) in (1..).zip(SPECIAL) {
        assert_eq!(tasks(&db, Task::TITLE.contains(title)).await?, [id], "{title}");
        assert_eq!(tasks(&db, Task::TITLE.eq(title)).await?, [id], "{title}");
    }
    assert_eq!(tasks(&db, Task::TITLE.contains("")).await?.len(), SPECIAL.len());
    assert_eq!(tasks(&db, Task::NOTE.contains("")).await?, NO_IDS, "an empty column holds nothing");
    Ok(())
}

async fn starts_and_ends_take_text_as_it_stands(Test { db, .. }: Test) -> Result<()> {
    titled(&db, &["%a%", "ba%", "%b", "_c_", "xc_", r"\d\", r"xd\"]).await?;
    assert_eq!(tasks(&db, Task::TITLE.starts_with("%")).await?, [1, 3]);
    assert_eq!(tasks(&db, Task::TITLE.ends_with("%")).await?, [1, 2]);
    assert_eq!(tasks(&db, Task::TITLE.starts_with("_")).await?, [4]);
    assert_eq!(tasks(&db, Task::TITLE.ends_with("_")).await?, [4, 5]);
    assert_eq!(tasks(&db, Task::TITLE.starts_with("\\")).await?, [6]);
    assert_eq!(tasks(&db, Task::TITLE.ends_with("\\")).await?, [6, 7]);
    assert_eq!(tasks(&db, !Task::TITLE.starts_with("%")).await?, [2, 4, 5, 6, 7]);
    Ok(())
}
