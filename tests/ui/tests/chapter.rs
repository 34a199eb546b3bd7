//! The chapter "What the compiler checks" is written from the recorded outputs: `CHAPTER=overwrite` writes it anew.
#![allow(clippy::unwrap_used, reason = "tests fail by panicking")]
mod recorded;

use std::fmt::Write as _;
use std::path::Path;

use recorded::{Mistake, mistakes};

const INTRODUCTION: &str = include_str!("chapter/introduction.md");
const LIMITS: &str = include_str!("chapter/limits.md");

#[test]
fn the_chapter_says_what_the_compiler_says() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/what-the-compiler-checks.md");
    let written = chapter(&mistakes());
    if std::env::var_os("CHAPTER").is_some_and(|value| value == "overwrite") {
        std::fs::write(&path, &written).unwrap();
    }
    let found = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        found == written,
        "docs/what-the-compiler-checks.md is stale: write it by `CHAPTER=overwrite cargo test -p orm-ui --test chapter`"
    );
}

fn chapter(mistakes: &[Mistake]) -> String {
    let mut text = INTRODUCTION.to_owned();
    let mut topic = "";
    for mistake in mistakes {
        if mistake.topic != topic {
            topic = &mistake.topic;
            write!(text, "\n## {}\n\n| mistake | what the compiler says |\n|---|---|\n", title(topic))
                .unwrap();
        }
        writeln!(text, "| {} | {} |", capital(&mistake.sentence), message(&mistake.output)).unwrap();
    }
    text.push('\n');
    text + LIMITS
}

fn title(topic: &str) -> String {
    capital(&topic.replace('_', " "))
}

fn capital(sentence: &str) -> String {
    let mut letters = sentence.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// The error, with the way out that belongs to it; without what only rustc needs.
fn message(output: &str) -> String {
    let lines = output.lines().take_while(|line| !line.trim_start().starts_with("-->"));
    let parts: Vec<_> = lines.map(|line| part(line.trim())).collect();
    parts.join("<br>").replace('|', "\\|")
}

fn part(line: &str) -> String {
    let line =
        if line.starts_with("error") { line.split_once(": ").map_or(line, |(_, text)| text) } else { line };
    line.trim_start_matches("evaluation panicked: ").to_owned()
}
