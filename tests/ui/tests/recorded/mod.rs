//! The mistakes in `fail/`, with what the compiler says of each.
use std::fs;
use std::path::{Path, PathBuf};

/// A program that must not compile.
#[allow(dead_code, reason = "each of the tests that share this reads its part")]
pub(crate) struct Mistake {
    /// The directory that it lies in.
    pub(crate) topic: String,
    /// The file's name without its end.
    pub(crate) name: String,
    /// What is wrong, in a sentence.
    pub(crate) sentence: String,
    /// The program.
    pub(crate) source: String,
    /// What rustc says, as recorded.
    pub(crate) output: String,
}

/// All mistakes, by topic and name.
pub(crate) fn mistakes() -> Vec<Mistake> {
    let mut found = Vec::new();
    for topic in entries(&Path::new(env!("CARGO_MANIFEST_DIR")).join("fail")) {
        let programs =
            entries(&topic).into_iter().filter(|path| path.extension().is_some_and(|end| end == "rs"));
        found.extend(programs.map(|program| read(&program)));
    }
    assert!(found.len() > 150, "{} mistakes are found", found.len());
    found
}

fn entries(directory: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<_> = fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}

fn read(program: &Path) -> Mistake {
    let text = |path: &Path| path.file_name().unwrap().to_string_lossy().into_owned();
    let name = program.file_stem().unwrap().to_string_lossy().into_owned();
    let source = fs::read_to_string(program).unwrap();
    let output = fs::read_to_string(program.with_extension("stderr"))
        .unwrap_or_else(|error| panic!("what rustc says of `{name}` is not recorded: {error}"));
    let sentence = source
        .lines()
        .next()
        .and_then(|line| line.strip_prefix("//! "))
        .unwrap_or_else(|| panic!("`{name}` does not begin with a sentence that says what is wrong: `//! …`"))
        .trim_end_matches('.')
        .to_owned();
    Mistake { topic: text(program.parent().unwrap()), name, sentence, source, output }
}
