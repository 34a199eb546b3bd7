//! What rustc says of each mistake: one error, in the author's file, in the author's words, short.
#![allow(clippy::unwrap_used, reason = "tests fail by panicking")]
mod recorded;

use recorded::{Mistake, mistakes};

/// A message is read in a terminal, beside the code.
const MAX_LINES: usize = 25;
/// Type parameters and paths that go on longer are nobody's words.
const MAX_WIDTH: usize = 240;

/// Complains about every output for which `problem` has something to say.
fn check(problem: impl Fn(&Mistake) -> Option<String>) {
    let complaints: Vec<_> = mistakes()
        .iter()
        .filter_map(|mistake| {
            problem(mistake).map(|text| format!("fail/{}/{}: {text}", mistake.topic, mistake.name))
        })
        .collect();
    assert!(complaints.is_empty(), "\n{}\n", complaints.join("\n"));
}

#[test]
fn one_mistake_is_one_error() {
    check(|mistake| {
        let errors = mistake.output.lines().filter(|line| line.starts_with("error")).count();
        (errors != 1).then(|| format!("{errors} errors"))
    });
}

#[test]
fn the_error_stands_in_the_authors_file() {
    check(|mistake| {
        let place = mistake.output.lines().find_map(|line| line.trim_start().strip_prefix("--> "));
        let own = format!("fail/{}/{}.rs:", mistake.topic, mistake.name);
        let is_own = place.is_some_and(|place| place.starts_with(&own));
        (!is_own).then(|| format!("stands at {}", place.unwrap_or("no place")))
    });
}

/// The derive itself is never the wrong token.
#[test]
fn the_error_stands_at_no_derive() {
    check(|mistake| {
        let place = mistake.output.lines().find_map(|line| line.trim_start().strip_prefix("--> "))?;
        let line: usize = place.split(':').nth(1)?.parse().ok()?;
        let code = mistake.source.lines().nth(line - 1)?;
        code.contains("#[derive(").then(|| "stands at the derive".to_owned())
    });
}

#[test]
fn no_name_of_generated_code_shows() {
    check(|mistake| {
        let words = mistake.output.split(|c: char| !(c.is_alphanumeric() || "_:{".contains(c)));
        words
            .filter(|word| word.chars().any(char::is_alphabetic) || word.contains(':'))
            .find(|word| {
                word.starts_with("__")
                    || word.contains("::__")
                    || word.contains("_::_::")
                    || word.contains("{closure")
                    || word.contains("private::")
            })
            .map(|word| format!("shows `{word}`"))
    });
}

#[test]
fn outputs_are_short() {
    check(|mistake| {
        let lines = mistake.output.trim_end().lines().count();
        (lines > MAX_LINES).then(|| format!("{lines} lines"))
    });
}

#[test]
fn no_type_runs_on() {
    check(|mistake| {
        let widest = mistake.output.lines().map(|line| line.chars().count()).max()?;
        (widest > MAX_WIDTH).then(|| format!("a line of {widest} characters"))
    });
}
