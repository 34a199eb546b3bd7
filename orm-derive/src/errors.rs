//! Collects all mistakes of a struct, and words what several of them have in common.
use std::fmt::Write as _;

use syn::Error;

/// The mistakes found so far. It must be finished, so that none gets lost.
#[derive(Default)]
pub(crate) struct Errors {
    found: Vec<Error>,
    finished: bool,
}

impl Errors {
    pub(crate) fn push(&mut self, error: Error) {
        self.found.push(error);
    }

    /// Gives the value, or keeps the mistake.
    pub(crate) fn handle<T>(&mut self, result: syn::Result<T>) -> Option<T> {
        match result {
            Ok(value) => Some(value),
            Err(error) => {
                self.push(error);
                None
            }
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    /// All mistakes as one error.
    pub(crate) fn finish(mut self) -> Result<(), Error> {
        self.finished = true;
        let mut found = std::mem::take(&mut self.found).into_iter();
        let Some(mut all) = found.next() else { return Ok(()) };
        all.extend(found);
        Err(all)
    }
}

impl Drop for Errors {
    fn drop(&mut self) {
        assert!(self.finished || std::thread::panicking(), "the mistakes of a struct were not reported");
    }
}

/// The known name that is nearest to a misspelt one, if one is near.
pub(crate) fn nearest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    known
        .into_iter()
        .map(|candidate| (strsim::osa_distance(name, candidate), candidate))
        .filter(|(distance, candidate)| *distance <= candidate.len().max(name.len()).div_ceil(4).min(3))
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// `a`, `b` or `c`.
pub(crate) fn one_of(names: &[&str]) -> String {
    let mut text = String::new();
    for (at, name) in names.iter().enumerate() {
        let separator = match at {
            0 => "",
            _ if at + 1 == names.len() => " or ",
            _ => ", ",
        };
        let _ = write!(text, "{separator}`{name}`");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn suggests_what_is_near_only() {
        assert_eq!(nearest("foriegn_key", ["foreign_key", "source_key"]), Some("foreign_key"));
        assert_eq!(nearest("cascad", ["cascade", "restrict"]), Some("cascade"));
        assert_eq!(nearest("through", ["scope", "orphans"]), None);
        assert_eq!(nearest("fk", ["as"]), None);
    }

    #[test]
    fn lists_names_as_a_sentence_does() {
        assert_eq!(one_of(&["a"]), "`a`");
        assert_eq!(one_of(&["a", "b", "c"]), "`a`, `b` or `c`");
    }

    #[test]
    #[should_panic(expected = "were not reported")]
    fn panics_when_it_is_dropped_unfinished() {
        drop(Errors::default());
    }
}
