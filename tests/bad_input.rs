//! URLs and files that cannot be used: each gives an error of a kind that a program can act on, whose message names the
//! thing and the way out. What every database has in common is in the suite.
#![cfg(feature = "sqlite")]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests fail by panicking")]

use std::fs;
use std::path::{Path, PathBuf};

use orm::ErrorKind;
use orm::prelude::*;

#[derive(Model, Debug, Clone, PartialEq)]
struct Note {
    id: i64,
    text: String,
}

const SCHEMA: Schema = schema![Note];

/// Checks an error and its text; `secret` must not be in it.
fn check<T: std::fmt::Debug>(result: orm::Result<T>, kind: ErrorKind, parts: &[&str]) -> String {
    let error = result.unwrap_err();
    let text = error.to_string();
    assert_eq!(error.kind(), kind, "{text}");
    for part in parts {
        assert!(text.contains(part), "`{text}` does not say `{part}`");
    }
    assert!(!format!("{error:?}").contains("secret"), "{error:?} shows a password");
    text
}

async fn refused(url: &str, kind: ErrorKind, parts: &[&str]) {
    check(orm::connect(url).await, kind, parts);
}

fn url(path: &Path) -> String {
    format!("sqlite:{}", path.display())
}

/// A database in a file, with one note.
async fn file(directory: &Path) -> orm::Result<PathBuf> {
    let path = directory.join("notes.db");
    let db = orm::connect(&url(&path)).await?;
    SCHEMA.sync(&db).await?;
    Note::build().text("first").insert(&db).await?;
    db.close().await;
    Ok(path)
}

#[tokio::test]
async fn urls_that_no_driver_understands() {
    use ErrorKind::Configuration;
    refused("oracle://ada:secret@host/db", Configuration, &["`oracle:`", "`sqlite:`"]).await;
    refused("", Configuration, &["`sqlite:`"]).await;
    refused("secret@host", Configuration, &["`sqlite:`"]).await;
    refused("ada:secret@host", Configuration, &["`sqlite:`"]).await;
    refused("notes.db", Configuration, &["a path alone", "`sqlite:`"]).await;
    refused("SQLITE::memory:", Configuration, &["`sqlite:`"]).await;
    refused("sqlite:", Configuration, &["names no file", "`sqlite::memory:`"]).await;
}

#[tokio::test]
async fn options_that_do_not_exist_or_have_no_such_value() {
    use ErrorKind::Configuration;
    refused("sqlite::memory:?pol=4", Configuration, &["`pol`", "`pool`"]).await;
    refused("sqlite::memory:?pool=many", Configuration, &["`pool`", "`many`"]).await;
    refused("sqlite::memory:?pool=0", Configuration, &["`pool`"]).await;
    refused("sqlite:notes.db?mode=write", Configuration, &["`mode`", "`rwc`"]).await;
    refused("sqlite:notes.db?password=secret", Configuration, &["`password`"]).await;
}

#[tokio::test]
async fn files_that_cannot_be_opened() {
    let directory = tempfile::tempdir().unwrap();
    let lost = directory.path().join("no/such/notes.db");
    refused(&url(&lost), ErrorKind::Connect, &["notes.db", "no/such", "does not exist"]).await;
    let missing = directory.path().join("missing.db");
    refused(&(url(&missing) + "?mode=rw"), ErrorKind::Connect, &["missing.db", "does not exist"]).await;
    refused(&(url(&missing) + "?mode=ro"), ErrorKind::Connect, &["missing.db", "does not exist"]).await;
    assert!(!missing.exists(), "nothing was created");
    refused(&url(directory.path()), ErrorKind::Connect, &["it is a directory"]).await;
}

#[tokio::test]
async fn a_file_that_is_no_database() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("letter.db");
    fs::write(&path, "Dear reader, this is a letter. ".repeat(100)).unwrap();
    refused(&url(&path), ErrorKind::Corrupt, &["letter.db", "no SQLite database"]).await;
}

#[tokio::test]
async fn a_file_that_is_cut_off() -> orm::Result<()> {
    let directory = tempfile::tempdir().unwrap();
    let path = file(directory.path()).await?;
    let bytes = fs::read(&path).unwrap();
    fs::write(&path, &bytes[..bytes.len() / 2]).unwrap();
    refused(&url(&path), ErrorKind::Corrupt, &["notes.db", "damaged", "backup"]).await;
    Ok(())
}

#[tokio::test]
async fn a_database_that_is_only_read() -> orm::Result<()> {
    let directory = tempfile::tempdir().unwrap();
    let path = file(directory.path()).await?;
    let db = orm::connect(&(url(&path) + "?mode=ro")).await?;
    check(Note::build().text("x").insert(&db).await, ErrorKind::ReadOnly, &["`mode=ro`"]);
    check(Note::delete_all().execute(&db).await, ErrorKind::ReadOnly, &["`mode=ro`"]);
    check(SCHEMA.drop(&db).await, ErrorKind::ReadOnly, &["`mode=ro`"]);
    assert_eq!(Note::query().count(&db).await?, 1);
    Ok(())
}

#[tokio::test]
async fn a_file_that_is_write_protected() -> orm::Result<()> {
    let directory = tempfile::tempdir().unwrap();
    let path = file(directory.path()).await?;
    let mut permissions = fs::metadata(&path).unwrap().permissions();
    permissions.set_readonly(true);
    fs::set_permissions(&path, permissions).unwrap();
    // Who may do everything is not kept from it by permissions: then somebody else runs this test.
    #[cfg(unix)]
    if fs::OpenOptions::new().write(true).open(&path).is_ok() {
        run_as_nobody("a_file_that_is_write_protected");
        return Ok(());
    }
    let db = orm::connect(&url(&path)).await?;
    check(Note::build().text("x").insert(&db).await, ErrorKind::ReadOnly, &["write-protected"]);
    assert_eq!(Note::query().count(&db).await?, 1);
    Ok(())
}

/// Runs one test of this file as a user who may do little.
#[cfg(unix)]
fn run_as_nobody(test: &str) {
    use std::os::unix::fs::{PermissionsExt as _, chown};
    use std::os::unix::process::CommandExt as _;

    const NOBODY: u32 = 65_534;
    // The tests themselves may lie where that user cannot go.
    let directory = tempfile::tempdir().unwrap();
    let program = directory.path().join("tests");
    fs::copy(std::env::current_exe().unwrap(), &program).unwrap();
    fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
    chown(directory.path(), Some(NOBODY), Some(NOBODY)).unwrap();
    let mut command = std::process::Command::new(program);
    command.args([test, "--exact"]).env("TMPDIR", directory.path()).current_dir(directory.path());
    let output = command.uid(NOBODY).gid(NOBODY).output().unwrap();
    let told = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && told.contains("1 passed"), "{told}");
}

#[tokio::test]
async fn a_disk_that_is_full() -> orm::Result<()> {
    let db = orm::connect("sqlite::memory:?pool=1").await?;
    SCHEMA.sync(&db).await?;
    orm::sql("PRAGMA max_page_count = 20").fetch_scalars::<i64>(&db).await?;
    let long = "x".repeat(200_000);
    check(
        Note::build().text(&long).insert(&db).await,
        ErrorKind::StorageFull,
        &["full", "nothing was stored"],
    );
    let many = (0..1000).map(|_| Note::build().text("a line of text that takes some room ".repeat(4)));
    check(Note::insert_all(&db, many).await, ErrorKind::StorageFull, &["full"]);
    let in_transaction = db.transaction(async |tx| {
        Note::build().text("kept?").insert(tx).await?;
        Note::build().text(&long).insert(tx).await
    });
    check(in_transaction.await, ErrorKind::StorageFull, &["full"]);
    // All or nothing, and then on as before.
    assert_eq!(Note::query().count(&db).await?, 0);
    Note::build().text("short").insert(&db).await?;
    assert_eq!(Note::query().count(&db).await?, 1);
    Ok(())
}

#[tokio::test]
async fn text_that_is_not_utf_8() -> orm::Result<()> {
    let db = orm::connect("sqlite::memory:").await?;
    SCHEMA.sync(&db).await?;
    orm::sql("INSERT INTO notes (text) VALUES (CAST(x'66FF6F' AS TEXT))").execute(&db).await?;
    check(Note::query().all(&db).await, ErrorKind::Decode, &["`Note.text`", "UTF-8"]);
    check(Note::query().select(Note::TEXT).all(&db).await, ErrorKind::Decode, &["UTF-8"]);
    check(
        orm::sql("SELECT text FROM notes").fetch_scalars::<String>(&db).await,
        ErrorKind::Decode,
        &["UTF-8"],
    );
    assert_eq!(Note::query().count(&db).await?, 1);
    Ok(())
}

#[tokio::test]
async fn text_in_a_column_of_integers() -> orm::Result<()> {
    let db = orm::connect("sqlite::memory:").await?;
    // Without a strict table, a column holds what it is given.
    orm::sql("CREATE TABLE notes (id INTEGER, text TEXT)").execute(&db).await?;
    orm::sql("INSERT INTO notes VALUES ('first', 'x')").execute(&db).await?;
    let parts = ["`Note.id`", "column `id`", "table `notes`", "an integer", "holds text"];
    check(Note::query().all(&db).await, ErrorKind::Decode, &parts);
    assert_eq!(orm::sql("SELECT 1").fetch_scalars::<i64>(&db).await?, [1]);
    Ok(())
}

#[tokio::test]
async fn sql_that_makes_no_sense() -> orm::Result<()> {
    let db = orm::connect("sqlite::memory:").await?;
    SCHEMA.sync(&db).await?;
    check(orm::sql("SELEC 1").execute(&db).await, ErrorKind::Database, &["syntax error", "SELEC"]);
    check(orm::sql("").execute(&db).await, ErrorKind::InvalidInput, &["no statement"]);
    check(orm::sql("SELECT 1; SELECT 2").execute(&db).await, ErrorKind::InvalidInput, &["one"]);
    check(
        orm::sql("SELECT ?1, ?2").bind(1).fetch_rows::<(i64, i64)>(&db).await,
        ErrorKind::InvalidInput,
        &[],
    );
    check(orm::sql("SELECT 1").bind(1).fetch_scalars::<i64>(&db).await, ErrorKind::InvalidInput, &[]);
    let odd = Note::query().filter(Predicate::sql("length(text) = ? + ?", [1.into()]));
    check(odd.all(&db).await, ErrorKind::InvalidInput, &[]);
    assert_eq!(orm::sql("SELECT 1").fetch_scalars::<i64>(&db).await?, [1]);
    Ok(())
}
