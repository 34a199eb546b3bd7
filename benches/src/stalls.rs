//! How long others on the same async thread have to wait while something large is read.
//!
//! Counted in the thread's own time: on a shared machine, the clock on the wall shows other programs' turns above all.
#![allow(unsafe_code, reason = "the standard library does not tell a thread's own time")]
use std::hint::black_box;
use std::rc::Rc;
use std::cell::Cell;
use std::time::{Duration, Instant};

use orm::prelude::*;
use sqlx::sqlite::{SqlitePool, SqlitePoolOptions};

use crate::data::{TABLES, people};
use crate::measure::median;
use crate::peers::orm::Person;

/// How many rows the scan looks at.
const SCANNED: usize = 1_000_000;
/// How many rows are loaded.
const LOADED: i64 = 100_000;

/// What came of it, in microseconds: medians of several runs.
#[derive(Debug)]
pub struct Stall {
    pub who: &'static str,
    pub what: &'static str,
    pub longest: f64,
    pub whole: f64,
}

/// A task that runs whenever it may, and notes the longest time that it might not.
async fn under_heartbeat<T>(work: impl Future<Output = T>) -> (Duration, Duration) {
    let longest = Rc::new(Cell::new(Duration::ZERO));
    let noted = Rc::clone(&longest);
    let heartbeat = tokio::task::spawn_local(async move {
        let mut last = own_time();
        loop {
            tokio::task::yield_now().await;
            let now = own_time();
            noted.set(noted.get().max(now.saturating_sub(last)));
            last = now;
        }
    });
    tokio::task::yield_now().await;
    let start = Instant::now();
    let result = work.await;
    let whole = start.elapsed();
    // Its last beat comes after the work: a stall at the very end counts, too.
    tokio::task::yield_now().await;
    heartbeat.abort();
    // Freeing the rows is up to whoever asked for them.
    drop(black_box(result));
    (longest.get(), whole)
}

/// How long this thread has been computing.
fn own_time() -> Duration {
    let mut time = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: a valid place for the time, and a clock that every thread has.
    unsafe { libc::clock_gettime(libc::CLOCK_THREAD_CPUTIME_ID, &raw mut time) };
    let (seconds, nanos) = (u64::try_from(time.tv_sec), u32::try_from(time.tv_nsec));
    Duration::new(seconds.unwrap_or_default(), nanos.unwrap_or_default())
}

async fn repeat<T, F: Future<Output = T>>(
    (who, what): (&'static str, &'static str),
    rounds: usize,
    mut work: impl FnMut() -> F,
) -> Stall {
    let mut times = Vec::new();
    for _ in 0..rounds {
        times.push(under_heartbeat(work()).await);
    }
    let micros = |time: Duration| time.as_secs_f64() * 1e6;
    Stall {
        who,
        what,
        longest: median(times.iter().map(|time| micros(time.0))),
        whole: median(times.iter().map(|time| micros(time.1))),
    }
}

async fn fill(db: &Db) -> orm::Result<()> {
    let script = format!("{TABLES}{}", people(SCANNED));
    for sql in script.split(';').filter(|sql| !sql.trim().is_empty()) {
        orm::sql(sql).execute(db).await?;
    }
    Ok(())
}

async fn open_sqlx() -> sqlx::Result<SqlitePool> {
    let options = SqlitePoolOptions::new().max_connections(1).idle_timeout(None).max_lifetime(None);
    let pool = options.connect("sqlite::memory:").await?;
    sqlx::raw_sql(sqlx::AssertSqlSafe(format!("{TABLES}{}", people(SCANNED)))).execute(&pool).await?;
    Ok(pool)
}

/// Measures both reads, and an idle thread for comparison.
pub fn measure(rounds: usize) -> Vec<Stall> {
    let (scan, load) = ("count over 1,000,000 rows", "load of 100,000 rows");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime starts");
    let work = async {
        let db = orm::connect("sqlite::memory:").await.expect("memory opens");
        fill(&db).await.expect("the table fills");
        let pool = open_sqlx().await.expect("memory opens");
        let (db, pool) = (&db, &pool);
        vec![
            repeat(("nobody", "sleep of 50 ms"), rounds, || tokio::time::sleep(Duration::from_millis(50))).await,
            repeat(("orm", scan), rounds, || async move {
                Person::query().filter(Person::NAME.eq("nobody")).count(db).await.expect("it counts")
            })
            .await,
            repeat(("orm", load), rounds, || async move {
                Person::query().filter(Person::ID.lte(LOADED)).all(db).await.expect("it loads")
            })
            .await,
            repeat(("sqlx", scan), rounds, || async move {
                let count = sqlx::query_scalar::<_, i64>("SELECT COUNT(*) FROM people WHERE name = ?1");
                count.bind("nobody").fetch_one(pool).await.expect("it counts")
            })
            .await,
            repeat(("sqlx", load), rounds, || async move {
                let load = sqlx::query_as::<_, crate::peers::sqlx::Person>(
                    "SELECT id, name, hair_color FROM people WHERE id <= ?1",
                );
                load.bind(LOADED).fetch_all(pool).await.expect("it loads")
            })
            .await,
        ]
    };
    tokio::task::LocalSet::new().block_on(&runtime, work)
}
