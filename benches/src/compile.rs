//! How long programs take to compile that have many models: the same program for each library that has models.
#![allow(unsafe_code, reason = "the standard library does not tell how much memory a child took")]
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use serde::{Deserialize, Serialize};

mod program;

use program::{LIBRARIES, Library};

/// How many models the programs have.
pub const MODELS: [usize; 3] = [10, 50, 200];

/// What compiling one program took; `None` if it does not compile.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Build {
    pub library: String,
    pub models: usize,
    /// Seconds of a `cargo check` of the program alone.
    pub check: Option<f64>,
    /// Seconds of a `cargo check` after one model was changed.
    pub again: Option<f64>,
    /// Seconds of a `cargo build` of the program alone.
    pub build: Option<f64>,
    /// The memory of the largest process, in MB.
    pub memory: f64,
    /// The lines of the expanded program.
    pub lines: Option<usize>,
}

/// Compiles all of them, and shows what was measured so far after each number of models.
///
/// # Panics
///
/// If a library itself cannot be built.
pub fn measure(models: &[usize], library: Option<&str>, mut seen: impl FnMut(&[Build])) -> Vec<Build> {
    let chosen = LIBRARIES.iter().filter(|one| library.is_none_or(|name| one.name == name));
    for library in chosen.clone() {
        eprintln!("compile: {} itself …", library.name);
        let directory = write(library, 1);
        // Afterwards nobody waits for the network.
        let fetched = cargo(&directory).arg("fetch").status();
        assert!(
            fetched.is_ok_and(|status| status.success()),
            "what {} depends on can be fetched",
            library.name
        );
        assert!(run(&directory, &["check"]).0.is_some(), "{} checks", library.name);
        assert!(run(&directory, &["build"]).0.is_some(), "{} builds", library.name);
    }
    let mut builds = Vec::new();
    for &models in models {
        for library in chosen.clone() {
            eprintln!("compile: {models} models of {} …", library.name);
            builds.push(one(library, models));
        }
        seen(&builds);
    }
    builds
}

fn one(library: &Library, models: usize) -> Build {
    let directory = write(library, models);
    let (check, of_check) = run(&directory, &["check"]);
    let changed = directory.join(format!("src/item{}.rs", models / 2));
    let text = fs::read_to_string(&changed).expect("it was written");
    fs::write(&changed, text + "\npub fn added() -> usize {\n    7\n}\n").expect("the file can be written");
    let (again, _) = run(&directory, &["check"]);
    let (build, of_build) = run(&directory, &["build"]);
    let lines = check.and_then(|_| expanded(&directory));
    let memory = of_check.max(of_build);
    Build { library: library.name.to_owned(), models, check, again, build, memory, lines }
}

/// Writes a program, as if for the first time.
fn write(library: &Library, models: usize) -> PathBuf {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/compile").join(library.name);
    let source = directory.join("src");
    let _ = fs::remove_dir_all(&source);
    fs::create_dir_all(&source).expect("the directory can be made");
    let manifest = format!(
        "[package]\nname = \"models\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n\n[dependencies]\n{}\n\n\
         [profile.dev]\ndebug = \"line-tables-only\"\n",
        library.dependencies.replace("ROOT", &format!("{}/..", env!("CARGO_MANIFEST_DIR")))
    );
    fs::write(directory.join("Cargo.toml"), manifest).expect("the file can be written");
    for at in 0..models {
        fs::write(source.join(format!("item{at}.rs")), library.model(at, models))
            .expect("the file can be written");
    }
    fs::write(source.join("main.rs"), library.main(models)).expect("the file can be written");
    let mut clean = cargo(&directory);
    clean.args(["clean", "--package", "models"]);
    let _ = clean.status();
    directory
}

fn cargo(directory: &Path) -> Command {
    let mut command = Command::new("cargo");
    command.current_dir(directory).stdout(Stdio::null()).stderr(Stdio::null());
    // What this program was started with is about itself.
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("CARGO_")) {
        if name != "CARGO_HOME" {
            command.env_remove(name);
        }
    }
    command
}

/// The seconds that it took, unless it failed, and the memory of its largest process, in MB.
fn run(directory: &Path, arguments: &[&str]) -> (Option<f64>, f64) {
    let mut command = cargo(directory);
    command.args(arguments).arg("--offline");
    let start = Instant::now();
    let child = command.spawn().expect("cargo runs");
    let pid = i32::try_from(child.id()).expect("process ids are small");
    let mut status = 0;
    // SAFETY: `rusage` is plain numbers, and both places are valid; the child is waited for here only.
    let usage = unsafe {
        let mut usage: libc::rusage = std::mem::zeroed();
        libc::wait4(pid, &raw mut status, 0, &raw mut usage);
        usage
    };
    let seconds = start.elapsed().as_secs_f64();
    ((status == 0).then_some(seconds), usage.ru_maxrss as f64 / 1e3)
}

/// The lines of the program once its macros are expanded, as rustfmt writes them.
fn expanded(directory: &Path) -> Option<usize> {
    let mut command = cargo(directory);
    // In a place of its own: libraries that ask for the variable below would be built anew for the next check.
    command.args(["rustc", "--offline", "--target-dir", "target/expanded", "--profile", "check"]);
    command.args(["--", "-Zunpretty=expanded"]);
    // An unstable flag, for reading only.
    command.env("RUSTC_BOOTSTRAP", "1").stdout(Stdio::piped());
    let output = command.output().ok()?;
    let file = directory.join("target/expanded.rs");
    fs::write(&file, output.stdout).ok()?;
    let _ = Command::new("rustfmt").args(["--edition", "2024"]).arg(&file).stderr(Stdio::null()).status();
    Some(fs::read_to_string(&file).ok()?.lines().count())
}
