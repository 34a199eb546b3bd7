//! What the driver adds to a bare prepare/step loop: `cargo run --release -p orm-sqlite --example overhead`.
use std::any::Any;
use std::ffi::CString;
use std::ptr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use libsqlite3_sys as ffi;
use orm_core::Result;
use orm_core::driver::{Driver, Flow, Request, Row, RowSink, Text};
use orm_core::value::{SqlType, Value, ValueRef};
use orm_sqlite::SqliteDriver;

const FILL: &str = "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT NOT NULL, hair_color TEXT); \
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10000) \
    INSERT INTO users SELECT i, 'User ' || i, CASE i % 2 WHEN 0 THEN 'hair color ' || i END FROM n";

#[derive(Debug)]
struct User {
    _id: i64,
    _name: String,
    _hair_color: Option<String>,
}

#[derive(Debug, Default)]
struct Users(Vec<User>);

impl RowSink for Users {
    fn row(&mut self, row: &dyn Row) -> Result<Flow> {
        self.0.push(User {
            _id: match row.get(0)? {
                ValueRef::Integer(id) => id,
                _ => 0,
            },
            _name: match row.get(1)? {
                ValueRef::Text(text) => text.to_owned(),
                _ => String::new(),
            },
            _hair_color: match row.get(2)? {
                ValueRef::Text(text) => Some(text.to_owned()),
                _ => None,
            },
        });
        Ok(Flow::More)
    }

    fn restart(&mut self) -> bool {
        self.0.clear();
        true
    }
}

/// The yardstick: one statement, kept, stepped by hand.
#[allow(unsafe_code, reason = "this is the bare loop that the driver is compared with")]
mod bare {
    use super::{CString, FILL, User, ffi, ptr};

    pub(super) struct Bare(*mut ffi::sqlite3, *mut ffi::sqlite3_stmt);

    impl Bare {
        pub(super) fn new(sql: &str) -> Self {
            let (mut db, mut statement) = (ptr::null_mut(), ptr::null_mut());
            let (fill, sql) = (CString::new(FILL).unwrap_or_default(), CString::new(sql).unwrap_or_default());
            let flags = ffi::SQLITE_OPEN_READWRITE | ffi::SQLITE_OPEN_CREATE | ffi::SQLITE_OPEN_NOMUTEX;
            // SAFETY: valid C strings and out pointers.
            unsafe {
                ffi::sqlite3_open_v2(c":memory:".as_ptr(), &raw mut db, flags, ptr::null());
                ffi::sqlite3_exec(db, fill.as_ptr(), None, ptr::null_mut(), ptr::null_mut());
                ffi::sqlite3_prepare_v3(db, sql.as_ptr(), -1, 1, &raw mut statement, ptr::null_mut());
            }
            Self(db, statement)
        }

        pub(super) fn load(&mut self, argument: i64) -> Vec<User> {
            let mut users = Vec::new();
            let text = |column| {
                // SAFETY: the statement stands on a row; the text is copied at once.
                unsafe {
                    let start = ffi::sqlite3_column_text(self.1, column);
                    if start.is_null() {
                        return None;
                    }
                    let length = usize::try_from(ffi::sqlite3_column_bytes(self.1, column)).unwrap_or(0);
                    std::str::from_utf8(std::slice::from_raw_parts(start, length)).ok().map(str::to_owned)
                }
            };
            // SAFETY: the statement is alive and used by this thread alone.
            unsafe {
                ffi::sqlite3_bind_int64(self.1, 1, argument);
                while ffi::sqlite3_step(self.1) == ffi::SQLITE_ROW {
                    users.push(User {
                        _id: ffi::sqlite3_column_int64(self.1, 0),
                        _name: text(1).unwrap_or_default(),
                        _hair_color: text(2),
                    });
                }
                ffi::sqlite3_reset(self.1);
            }
            users
        }
    }

    impl Drop for Bare {
        fn drop(&mut self) {
            // SAFETY: both were opened by `new`.
            unsafe {
                ffi::sqlite3_finalize(self.1);
                ffi::sqlite3_close(self.0);
            }
        }
    }
}

fn request(text: &Arc<Text>, argument: i64) -> Request {
    let mut request = Request::new(Arc::clone(text), vec![Value::Integer(SqlType::BigInt, argument)]);
    request.sink = Some(Box::new(Users::default()));
    request
}

fn text(sql: &str) -> Arc<Text> {
    Arc::new(Text { sql: sql.to_owned(), cached: true })
}

/// The median of many small batches: a shared machine has outliers.
fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

async fn compare(driver: &SqliteDriver, file: &SqliteDriver, sql: &str, rows: i64) -> Result<()> {
    let batch = (20_000 / rows).clamp(1, 2_000);
    let rounds = 41;
    let text = text(sql);
    let mut bare = bare::Bare::new(sql);
    let mut times = [const { Vec::new() }; 4];
    for _ in 0..rounds {
        let start = Instant::now();
        for _ in 0..batch {
            std::hint::black_box(bare.load(rows));
        }
        times[0].push(start.elapsed());
        for (at, driver) in [(1, driver), (3, file)] {
            let start = Instant::now();
            for _ in 0..batch {
                let outcome = driver.run(request(&text, rows)).await?;
                let loaded = outcome.sink.map(|sink| sink as Box<dyn Any>);
                let users = loaded.and_then(|sink| sink.downcast::<Users>().ok());
                std::hint::black_box(users.map_or(0, |users| users.0.len()));
            }
            times[at].push(start.elapsed());
        }
        let mut connection = driver.acquire().await?;
        let start = Instant::now();
        for _ in 0..batch {
            std::hint::black_box(connection.run(request(&text, rows)).await?);
        }
        times[2].push(start.elapsed());
    }
    let per = |times: &Vec<Duration>| {
        median(times.clone()).as_secs_f64() * 1e6 / f64::from(u32::try_from(batch).unwrap_or(1))
    };
    let [bare, pool, held, file] = &times;
    println!(
        "{rows:>6} rows: bare {:>9.2} µs | pool {:>9.2} ({:.2}) | held {:>9.2} ({:.2}) | file {:>9.2} ({:.2})",
        per(bare),
        per(pool),
        per(pool) / per(bare),
        per(held),
        per(held) / per(bare),
        per(file),
        per(file) / per(bare),
    );
    Ok(())
}

#[tokio::main]
async fn main() -> Result<()> {
    let directory = std::env::temp_dir().join(format!("orm-overhead-{}", std::process::id()));
    std::fs::create_dir_all(&directory).ok();
    let path = directory.join("bench.db");
    let memory = SqliteDriver::connect("sqlite::memory:").await?;
    let file = SqliteDriver::connect(&format!("sqlite:{}", path.display())).await?;
    for driver in [&memory, &file] {
        driver.acquire().await?.run_script(FILL).await?;
    }
    compare(&memory, &file, "SELECT id, name, hair_color FROM users WHERE id = ?1", 1).await?;
    for rows in [100, 10_000] {
        compare(&memory, &file, "SELECT id, name, hair_color FROM users LIMIT ?1", rows).await?;
    }
    let insert = text("INSERT INTO users (name, hair_color) VALUES ('x', ?1)");
    let relaxed = SqliteDriver::connect(&format!("sqlite:{}?synchronous=normal", path.display())).await?;
    for (name, driver) in [("memory", &memory), ("file", &file), ("file, synchronous=normal", &relaxed)] {
        let start = Instant::now();
        for _ in 0..500 {
            driver.run(request(&insert, 1)).await?;
        }
        println!("insert, {name}: {:.2} µs", start.elapsed().as_secs_f64() * 1e6 / 500.0);
    }
    relaxed.close().await;
    memory.close().await;
    file.close().await;
    std::fs::remove_dir_all(&directory).ok();
    Ok(())
}
