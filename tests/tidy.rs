//! What the sources look like: budgets, words that do not belong, documentation that is compiled and points somewhere.
//!
//! Budgets of functions are clippy's: see `clippy.toml`.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests fail by panicking")]
use std::fs;
use std::path::{Path, PathBuf};

const MAX_LINES: usize = 400;
const CRATES: &[&str] = &["orm-core", "orm-derive", "orm-sqlite", "orm-postgres"];

struct File {
    /// From the root on, with `/`.
    name: String,
    text: String,
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The files below the root with one of these extensions, but for what is built or hidden.
fn files(extensions: &[&str]) -> Vec<File> {
    let mut found = Vec::new();
    walk(root(), &mut |path: &Path| {
        if path.extension().is_some_and(|extension| extensions.iter().any(|wanted| extension == *wanted)) {
            let name = path.strip_prefix(root()).unwrap().to_string_lossy().replace('\\', "/");
            found.push(File { name, text: fs::read_to_string(path).unwrap() });
        }
    });
    found.sort_by(|left, right| left.name.cmp(&right.name));
    assert!(!found.is_empty(), "there are files with {extensions:?}");
    found
}

fn walk(directory: &Path, visit: &mut impl FnMut(&Path)) {
    for entry in fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if name.starts_with('.') || name == "target" {
            continue;
        }
        if path.is_dir() { walk(&path, visit) } else { visit(&path) }
    }
}

/// Fails with all complaints at once.
fn report(complaints: Vec<String>) {
    assert!(complaints.is_empty(), "\n{}\n", complaints.join("\n"));
}

/// Complains about each line for which `problem` has something to say.
fn check_lines(files: &[File], problem: impl Fn(&File, &str) -> Option<String>) {
    let mut complaints = Vec::new();
    for file in files {
        for (number, line) in file.text.lines().enumerate() {
            complaints
                .extend(problem(file, line).map(|text| format!("{}:{}: {text}", file.name, number + 1)));
        }
    }
    report(complaints);
}

/// Written in two parts, so that this file does not find itself.
fn words(halves: &[(&str, &str)]) -> Vec<String> {
    halves.iter().map(|(first, second)| format!("{first}{second}")).collect()
}

#[test]
fn files_are_short() {
    let long = files(&["rs"]).into_iter().filter_map(|file| {
        let lines = file.text.lines().count();
        (lines > MAX_LINES).then(|| format!("{} has {lines} lines, more than {MAX_LINES}", file.name))
    });
    report(long.collect());
}

#[test]
fn nothing_is_left_undone() {
    let banned =
        words(&[("todo", "!"), ("unimplemented", "!"), ("dbg", "!"), ("#[ign", "ore"), ("FIX", "ME")]);
    check_lines(&files(&["rs"]), |_, line| {
        banned.iter().find(|word| line.contains(*word)).map(|word| format!("`{word}` is left"))
    });
}

#[test]
fn core_and_derive_name_no_database() {
    let names = words(&[("sql", "ite"), ("post", "gres"), ("my", "sql"), ("maria", "db"), ("orac", "le")]);
    let mut sources = files(&["rs"]);
    sources.retain(|file| file.name.starts_with("orm-core/src/") || file.name.starts_with("orm-derive/src/"));
    check_lines(&sources, |_, line| {
        let line = line.to_lowercase();
        names.iter().find(|name| line.contains(*name)).map(|name| format!("names `{name}`"))
    });
}

/// A further database is a line in `src/connect.rs`; what else names one gives its driver on, or is prose.
#[test]
fn facade_names_databases_in_one_file() {
    let names = words(&[("sql", "ite"), ("post", "gres")]);
    let mut sources = files(&["rs"]);
    sources.retain(|file| file.name.starts_with("src/") && file.name != "src/connect.rs");
    assert!(sources.len() > 2, "the facade has files");
    check_lines(&sources, |_, line| {
        let text = line.trim_start();
        let is_allowed = text.starts_with("//") || text.starts_with("pub use ") || text.starts_with("#[cfg(");
        let code = line.to_lowercase();
        names.iter().find(|name| !is_allowed && code.contains(*name)).map(|name| format!("names `{name}`"))
    });
}

#[test]
fn modules_say_what_they_hold() {
    let silent = files(&["rs"]).into_iter().filter(|file| {
        // What shall not compile, and what is compared with it, is quoted by line in its expected output.
        let quoted = ["tests/ui/fail/", "tests/ui/several/", "tests/ui/pass/"]
            .iter()
            .any(|place| file.name.starts_with(place));
        !quoted && !file.text.starts_with("//!")
    });
    report(silent.map(|file| format!("{} does not begin with `//!`", file.name)).collect());
}

#[test]
fn no_path_of_a_machine() {
    let paths = words(&[
        ("/ho", "me/"),
        ("/Us", "ers/"),
        ("/ro", "ot/"),
        ("/wo", "rk/"),
        ("C:", "\\"),
        ("/tm", "p/"),
    ]);
    check_lines(&files(&["rs", "md", "toml", "sql", "stderr"]), |_, line| {
        paths
            .iter()
            .find(|path| line.contains(*path))
            .map(|path| format!("has a path of a machine: `{path}`"))
    });
}

#[test]
fn snippets_are_compiled() {
    check_lines(&files(&["rs", "md"]), |_, line| {
        let mut line = line.trim_start();
        line = line.strip_prefix("///").or_else(|| line.strip_prefix("//!")).unwrap_or(line).trim_start();
        let info = line.strip_prefix("```")?;
        let escapes = info.split(',').any(|word| word.trim() == "ignore");
        escapes.then(|| "a snippet that nobody compiles; `text` is for what is no code".to_owned())
    });
}

/// A Markdown file whose Rust is not a doctest of the facade would rot.
#[test]
fn markdown_with_code_is_included_in_the_facade() {
    let facade = fs::read_to_string(root().join("src/lib.rs")).unwrap();
    let left_out = files(&["md"]).into_iter().filter(|file| {
        file.text.contains("```rust") && !facade.contains(&format!("include_str!(\"../{}\")", file.name))
    });
    report(left_out.map(|file| format!("{} has Rust that is no doctest", file.name)).collect());
}

#[test]
fn documents_point_to_files_that_exist() {
    check_lines(&files(&["md"]), |file, line| {
        let parent = root().join(&file.name).parent().unwrap().to_owned();
        let lost = mentions(line).into_iter().find(|path| !exists(&parent, path))?;
        Some(format!("points to `{lost}`, which does not exist"))
    });
}

#[test]
fn invariants_name_tests_that_exist() {
    let mut named = 0;
    let document = fs::read_to_string(root().join("ARCHITECTURE.md")).unwrap();
    for line in document.lines() {
        // `tests/tidy.rs`: `files_are_short`
        let Some((before, after)) = line.split_once("`: `") else { continue };
        let (file, test) = (before.rsplit('`').next().unwrap(), after.split('`').next().unwrap());
        let text = fs::read_to_string(root().join(file)).unwrap();
        assert!(text.contains(&format!("fn {test}()")), "`{file}` has no test `{test}`");
        named += 1;
    }
    assert!(named > 3, "invariants name their tests");
}

/// The files of orm-core whose public functions programs call; what else is public there is for the derive and drivers.
const CALLED: &[&str] = &[
    "association/path.rs",
    "association/polymorphic/include.rs",
    "association/polymorphic/path.rs",
    "association/polymorphic/related.rs",
    "column.rs",
    "column/text.rs",
    "db.rs",
    "load/include.rs",
    "load/onto.rs",
    "load/picked.rs",
    "load/through.rs",
    "model.rs",
    "query.rs",
    "query/",
    "schema/diagram.rs",
    "schema/sync.rs",
    "transaction.rs",
];

/// An example, or `As [`Query::filter`].`, which has one.
#[test]
fn what_programs_call_has_an_example() {
    let mut sources = files(&["rs"]);
    sources.retain(|file| {
        let name = file.name.strip_prefix("orm-core/src/").unwrap_or_default();
        CALLED.iter().any(|called| name == *called || (called.ends_with('/') && name.starts_with(called)))
    });
    assert!(sources.len() > CALLED.len(), "the files are there");
    let mut complaints = Vec::new();
    for file in &sources {
        let lines: Vec<&str> = file.text.lines().map(str::trim_start).collect();
        for (at, line) in lines.iter().enumerate() {
            let is_function =
                ["pub fn ", "pub async fn ", "pub const fn "].iter().any(|start| line.starts_with(start));
            if is_function && !is_shown(&lines[..at]) {
                complaints.push(format!("{}:{}: no example: {line}", file.name, at + 1));
            }
        }
    }
    report(complaints);
}

/// Whether the documentation that ends these lines, before attributes, shows how to call what follows.
fn is_shown(before: &[&str]) -> bool {
    let documented = before.iter().rev().take_while(|line| line.starts_with("///") || line.starts_with("#["));
    let documented: Vec<_> = documented.collect();
    let is_for_the_derive =
        |line: &&&str| line.contains("the derive calls it") || line.contains("doc(hidden)");
    documented
        .iter()
        .any(|line| line.contains("```") || line.starts_with("/// As [") || line.contains("; as ["))
        || documented.iter().any(is_for_the_derive)
}

/// What a line links to, and what it names as a file: `src/lib.rs`.
fn mentions(line: &str) -> Vec<String> {
    let links = line.split("](").skip(1).filter_map(|rest| rest.split(')').next());
    let links = links.filter(|link| !link.contains("://")).filter_map(|link| link.split('#').next());
    let quoted = line.split('`').skip(1).step_by(2).filter(|text| is_path(text));
    links.chain(quoted).filter(|path| !path.is_empty()).map(str::to_owned).collect()
}

/// `src/connect.rs` and `tests/suite/`, but neither `a / b` nor `and/or`.
fn is_path(text: &str) -> bool {
    let is_plain = text.chars().all(|c| c.is_ascii_alphanumeric() || "/._-".contains(c));
    let known_end = [".rs", ".md", ".toml", ".sql", "/"].iter().any(|end| text.ends_with(end));
    is_plain && text.contains('/') && !text.starts_with('/') && known_end
}

/// Beside the document, at the root, or in one of the crates.
fn exists(parent: &Path, path: &str) -> bool {
    let mut places = vec![parent.to_owned(), root().to_owned()];
    places.extend(CRATES.iter().map(|name| root().join(name)));
    places.into_iter().map(|place: PathBuf| place.join(path)).any(|path| path.exists())
}
