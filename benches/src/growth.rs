//! How cost grows with rows, columns, parents, depth and tasks.
use std::time::Instant;

use orm::prelude::*;
use orm_bench_harness::data::{self, Database, FINDS, POOL};
use orm_bench_harness::measure::{Extent, measure, median};
use orm_bench_harness::peer::Peer;
use orm_bench_harness::peers::raw::{Raw, Style};
use orm_bench_harness::peers::rusqlite::Rusqlite;
use orm_bench_harness::runtime::Flavor::{CurrentThread, MultiThread};
use orm_bench_harness::workloads::{self, Workload};
use serde::{Deserialize, Serialize};

use crate::peers::orm::{Orm, Person, Record};
use crate::runs::temporary;

/// What stays the same in all, however many levels there are.
pub const LEVELS: &str = "levels, with 1,000 rows in all";

/// Cost over size.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Series {
    /// What grows.
    pub what: String,
    /// Whose cost it is, in microseconds.
    pub who: String,
    pub points: Vec<(usize, f64)>,
}

#[derive(Model, Debug, Clone)]
#[model(table = "records")]
struct Five {
    id: i64,
    i1: i64,
    i2: i64,
    t1: String,
    t2: String,
}

#[derive(Model, Debug, Clone)]
#[model(table = "records")]
struct Ten {
    id: i64,
    i1: i64,
    i2: i64,
    i3: i64,
    t1: String,
    t2: String,
    t3: String,
    t4: String,
    r1: f64,
    r2: f64,
}

/// Measures all of them, on SQLite.
#[must_use]
pub fn all(extent: Extent) -> Vec<Series> {
    let mut peers: Vec<Box<dyn Peer>> =
        vec![Box::new(Raw::new(Style::Returning)), Box::new(Orm::in_memory(CurrentThread))];
    let mut series = Vec::new();
    let rows = [1, 10, 100, 1_000, 10_000, 100_000];
    series.extend(grow("rows", &rows, workloads::load, &mut peers, extent));
    let parents = [1, 10, 100, 1_000, 5_000];
    series.extend(grow("parents × 10 children", &parents, workloads::has_many, &mut peers, extent));
    let levels = |levels| match levels {
        1 => workloads::load(1_000),
        2 => workloads::has_many(1_000 / 11),
        _ => workloads::deep(1_000 / 111),
    };
    series.extend(grow(LEVELS, &[1, 2, 3], levels, &mut peers, extent));
    series.push(columns(extent));
    series.push(tasks(extent));
    series
}

fn grow(
    what: &str,
    sizes: &[usize],
    workload: impl Fn(usize) -> Workload,
    peers: &mut [Box<dyn Peer>],
    extent: Extent,
) -> Vec<Series> {
    let mut series: Vec<_> = ["raw", "orm"]
        .map(|who| Series { what: what.to_owned(), who: who.to_owned(), points: Vec::new() })
        .into();
    for &size in sizes {
        eprintln!("growth: {size} {what} …");
        let measured = measure(&workload(size), peers, Database::Sqlite, extent);
        for (series, one) in series.iter_mut().zip(measured) {
            series.points.push((size, one.time));
        }
    }
    series
}

/// The median time of one operation.
async fn timed<F: Future<Output = orm::Result<usize>>>(
    extent: Extent,
    times: usize,
    operation: impl Fn() -> F,
) -> orm::Result<f64> {
    let mut samples = Vec::new();
    for _ in 0..extent.rounds {
        let start = Instant::now();
        for _ in 0..times {
            std::hint::black_box(operation().await?);
        }
        samples.push(start.elapsed().as_secs_f64() * 1e6 / times as f64);
    }
    Ok(median(samples.into_iter()))
}

fn columns(extent: Extent) -> Series {
    eprintln!("growth: columns …");
    let mut peer = Orm::in_memory(CurrentThread);
    peer.script(&data::records(1_000));
    let db = peer.database();
    let run = async move {
        let db = &db;
        let ids = || async { Ok(Record::query().select(Record::ID).all(db).await?.len()) };
        let five = || async { Ok(Five::query().all(db).await?.len()) };
        let ten = || async { Ok(Ten::query().all(db).await?.len()) };
        let all = || async { Ok(Record::query().all(db).await?.len()) };
        Ok::<_, orm::Error>(vec![
            (1, timed(extent, 5, ids).await?),
            (5, timed(extent, 5, five).await?),
            (10, timed(extent, 5, ten).await?),
            (20, timed(extent, 5, all).await?),
        ])
    };
    let points = peer.run(run).expect("the database answers");
    Series { what: "columns, of 1,000 rows".to_owned(), who: "orm".to_owned(), points }
}

fn tasks(extent: Extent) -> Series {
    eprintln!("growth: tasks …");
    let file = temporary("growth");
    Rusqlite::create(file.path());
    Rusqlite::pooled(file.path()).script(&data::people(data::KEYS));
    let peer = Orm::new(MultiThread, &format!("sqlite:{}?pool={POOL}", file.path().display()));
    let db = peer.database();
    let run = async move {
        let mut points = Vec::new();
        for count in [1, 4, 16, 64, 256] {
            let time = timed(extent, 2, || at_once(&db, count)).await?;
            points.push((count, time));
        }
        Ok::<_, orm::Error>(points)
    };
    let points = peer.run(run).expect("the database answers");
    let what = format!("tasks × {FINDS} rows by key, pool of {POOL}");
    Series { what, who: "orm".to_owned(), points }
}

async fn at_once(db: &Db, count: usize) -> orm::Result<usize> {
    let task = |db: Db| async move {
        let mut seen = 0;
        for key in data::keys(FINDS) {
            seen += usize::from(Person::find(&db, key).await?.is_some());
        }
        Ok::<_, orm::Error>(seen)
    };
    let tasks: Vec<_> = (0..count).map(|_| tokio::spawn(task(db.clone()))).collect();
    let mut seen = 0;
    for task in tasks {
        seen += task.await.expect("no task panics")?;
    }
    Ok(seen)
}
