//! How long others on the same async thread have to wait while something large is read.
//!
//! Counted in the thread's own time: on a shared machine, the clock on the wall shows other programs' turns above all.
#![allow(unsafe_code, reason = "the standard library does not tell a thread's own time")]
use std::any::Any;
use std::cell::Cell;
use std::hint::black_box;
use std::rc::Rc;
use std::time::{Duration, Instant};

use orm::prelude::*;
use sqlx::sqlite::{SqlitePool, SqlitePoolOptions};

use orm_bench_harness::data::{Database, people};
use orm_bench_harness::measure::median;
use orm_bench_harness::peer::Work;
use orm_bench_harness::workloads;
use serde::{Deserialize, Serialize};

use crate::peers::orm::{Person, Pet, Record};

/// How many rows the scan looks at.
const SCANNED: usize = 1_000_000;
/// How many rows are loaded.
const LOADED: i64 = 100_000;

/// What came of it, in microseconds: medians of several runs.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Stall {
    pub who: String,
    pub what: String,
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
    (who, what): (&str, &str),
    rounds: usize,
    mut work: impl FnMut() -> F,
) -> Stall {
    let mut times = Vec::new();
    for _ in 0..rounds {
        times.push(under_heartbeat(work()).await);
    }
    let micros = |time: Duration| time.as_secs_f64() * 1e6;
    Stall {
        who: who.to_owned(),
        what: what.to_owned(),
        longest: median(times.iter().map(|time| micros(time.0))),
        whole: median(times.iter().map(|time| micros(time.1))),
    }
}

async fn run_script(db: &Db, script: &str) -> orm::Result<()> {
    for sql in script.split(';').filter(|sql| !sql.trim().is_empty()) {
        orm::sql(sql).execute(db).await?;
    }
    Ok(())
}

async fn open_sqlx() -> sqlx::Result<SqlitePool> {
    let options = SqlitePoolOptions::new().max_connections(1).idle_timeout(None).max_lifetime(None);
    let pool = options.connect("sqlite::memory:").await?;
    let script = format!("{}{}", Database::Sqlite.tables(), people(SCANNED));
    sqlx::raw_sql(sqlx::AssertSqlSafe(script)).execute(&pool).await?;
    Ok(pool)
}

/// Measures both reads, an idle thread for comparison, and every workload of `orm`.
///
/// # Panics
///
/// If a database does not answer.
#[must_use]
pub fn measure(rounds: usize) -> Vec<Stall> {
    let runtime =
        tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime starts");
    let work = async {
        let mut stalls = large(rounds).await.expect("the databases answer");
        stalls.extend(workloads(rounds).await.expect("the database answers"));
        stalls
    };
    tokio::task::LocalSet::new().block_on(&runtime, work)
}

async fn large(rounds: usize) -> std::result::Result<Vec<Stall>, Box<dyn std::error::Error>> {
    let (scan, load) = ("count over 1,000,000 rows", "load of 100,000 rows");
    let db = orm::connect("sqlite::memory:").await?;
    run_script(&db, &format!("{}{}", Database::Sqlite.tables(), people(SCANNED))).await?;
    let pool = open_sqlx().await?;
    let (db, pool) = (&db, &pool);
    let count = || Person::query().filter(Person::NAME.eq("nobody")).count(db);
    let all = || Person::query().filter(Person::ID.lte(LOADED)).all(db);
    let count_by_sqlx = || {
        let count = sqlx::query_scalar::<_, i64>("SELECT COUNT(*) FROM people WHERE name = ?1");
        count.bind("nobody").fetch_one(pool)
    };
    let all_by_sqlx = || {
        let load = "SELECT id, name, hair_color FROM people WHERE id <= ?1";
        sqlx::query_as::<_, crate::peers::sqlx::Person>(load).bind(LOADED).fetch_all(pool)
    };
    let nothing = || tokio::time::sleep(Duration::from_millis(50));
    Ok(vec![
        repeat(("nobody", "sleep of 50 ms"), rounds, nothing).await,
        repeat(("orm", scan), rounds, count).await,
        repeat(("orm", load), rounds, all).await,
        repeat(("sqlx", scan), rounds, count_by_sqlx).await,
        repeat(("sqlx", load), rounds, all_by_sqlx).await,
    ])
}

async fn workloads(rounds: usize) -> orm::Result<Vec<Stall>> {
    let db = orm::connect("sqlite::memory:").await?;
    run_script(&db, &Database::Sqlite.tables()).await?;
    let mut stalls = Vec::new();
    for workload in workloads::all() {
        eprintln!("stalls: {} …", workload.name);
        let prepare = format!("{}{}", Database::Sqlite.empty(), workload.setup);
        run_script(&db, &prepare).await?;
        let once = async || loaded(&db, workload.work).await.expect("the database answers");
        // What is prepared only once is not what others wait for again and again.
        once().await;
        stalls.push(repeat(("orm", &workload.name), rounds, once).await);
    }
    Ok(stalls)
}

/// Does the work once, and gives the rows that it loads: freeing many of them takes long, too.
async fn loaded(db: &Db, work: Work) -> orm::Result<Box<dyn Any>> {
    Ok(match work {
        Work::Load => Box::new(Person::query().all(db).await?),
        Work::Wide => Box::new(Record::query().all(db).await?),
        Work::Join => Box::new(Pet::query().include(Pet::PERSON).all(db).await?),
        Work::HasMany => Box::new(Person::query().include(Person::PETS).all(db).await?),
        Work::ManyToMany => Box::new(Person::query().include(Person::CLUBS).all(db).await?),
        Work::Deep => Box::new(Person::query().include(Person::PETS.include(Pet::TOYS)).all(db).await?),
        work => {
            let mut person = Person { id: 1, name: "Ada".to_owned(), hair_color: None };
            Box::new(crate::peers::orm::one(db, work, 0, &mut person).await?)
        }
    })
}
