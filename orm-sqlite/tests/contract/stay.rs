//! How long a statement keeps the async thread, and how sinks steer it.
use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use orm_core::Result;
use orm_core::driver::{BoxFuture, Driver, Flow, Request, Row, RowSink, TransactionOptions};
use orm_core::value::{SqlType, Value};
use orm_sqlite::SqliteDriver;

use crate::support::{Cell, Directory, Rows, memory, number, request, rows, script, sink, text};

const MILLION: &str = "CREATE TABLE t (id INTEGER PRIMARY KEY, n INT, name TEXT); \
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000000) \
    INSERT INTO t SELECT i, i % 1000, 'name ' || i FROM n";

/// The longest time that a task, which only yields, was kept from running while the work ran.
async fn longest_stall(work: impl Future<Output = ()>) -> Duration {
    let longest = Rc::new(RefCell::new(Duration::ZERO));
    let heart = longest.clone();
    let local = tokio::task::LocalSet::new();
    let beat = local.spawn_local(async move {
        let mut last = Instant::now();
        loop {
            tokio::task::yield_now().await;
            let now = Instant::now();
            let mut longest = heart.borrow_mut();
            *longest = longest.max(now - last);
            last = now;
        }
    });
    local
        .run_until(async {
            // The heart beats before the work begins.
            for _ in 0..10 {
                tokio::task::yield_now().await;
            }
            work.await;
        })
        .await;
    beat.abort();
    longest.take()
}

#[tokio::test(flavor = "current_thread")]
async fn long_statements_do_not_stall_the_runtime() {
    let directory = Directory::new();
    let memory = memory().await;
    let file = SqliteDriver::open(directory.options()).await.unwrap();
    for (name, driver) in [("memory", &memory), ("file", &file)] {
        script(driver, MILLION).await;
        let work: [(&str, Request); 5] = [
            ("scan that yields nothing", request("SELECT * FROM t WHERE n = -1", vec![])),
            ("scan that yields one row early", request("SELECT * FROM t WHERE name = 'name 5'", vec![])),
            ("aggregate", request("SELECT sum(length(name)) FROM t", vec![])),
            ("sort", request("SELECT id FROM t ORDER BY n, name LIMIT 10", vec![])),
            ("load of 100,000 rows", request("SELECT id, n, name FROM t LIMIT 100000", vec![])),
        ];
        for (what, request) in work {
            let stall = longest_stall(async {
                driver.run(request).await.unwrap();
            });
            println!("{name}, {what}: longest stall {:?}", stall.await);
        }
    }
    for sql in ["SELECT * FROM t WHERE n = -1", "SELECT id, n, name FROM t LIMIT 100000"] {
        let mut stalls = Vec::new();
        // A busy machine stalls every program now and then; a stall of ours would be there each time, and would last
        // as long as the statement.
        let short = |stall: Duration, whole: Duration| stall < Duration::from_millis(20) || stall * 3 < whole;
        while stalls.last().is_none_or(|(stall, whole)| !short(*stall, *whole)) {
            assert!(stalls.len() < 20, "{sql}: {stalls:?}");
            let start = Instant::now();
            let stall = longest_stall(async {
                rows(&file, sql, vec![]).await.unwrap();
            });
            stalls.push((stall.await, start.elapsed()));
        }
    }
}

/// Counts the rows that come between two beats of the async thread's heart.
#[derive(Debug)]
struct Pulse {
    thread: std::thread::ThreadId,
    beats: Arc<AtomicU32>,
    last: u32,
    rows: u32,
    most: u32,
}

impl RowSink for Pulse {
    fn row(&mut self, _: &dyn Row) -> Result<Flow> {
        let beats = self.beats.load(Ordering::Relaxed);
        if self.last != beats || self.thread != std::thread::current().id() {
            (self.last, self.rows) = (beats, 0);
        }
        self.rows += 1;
        self.most = self.most.max(self.rows);
        // Slow rows, so that a turn is short on any machine.
        let begin = Instant::now();
        while begin.elapsed() < Duration::from_micros(10) {}
        Ok(Flow::More)
    }

    fn restart(&mut self) -> bool {
        false
    }
}

#[tokio::test(flavor = "current_thread")]
async fn other_tasks_have_a_turn_while_rows_come() {
    let driver = memory().await;
    script(&driver, MILLION).await;
    let beats = Arc::new(AtomicU32::new(0));
    let heart = beats.clone();
    let beat = tokio::spawn(async move {
        loop {
            heart.fetch_add(1, Ordering::Relaxed);
            tokio::task::yield_now().await;
        }
    });
    let mut request = request("SELECT id FROM t LIMIT 2000", vec![]);
    let thread = std::thread::current().id();
    request.sink = Some(Box::new(Pulse { thread, beats, last: 0, rows: 0, most: 0 }));
    let pulse = sink::<Pulse>(driver.run(request).await.unwrap());
    beat.abort();
    assert!(pulse.most <= 64, "{pulse:?}");
    assert_ne!(pulse.last, 0);
}

#[tokio::test(flavor = "current_thread")]
async fn writes_and_commits_to_a_file_do_not_stall_the_runtime() {
    let directory = Directory::new();
    let driver = SqliteDriver::open(directory.options()).await.unwrap();
    script(&driver, "CREATE TABLE t (x)").await;
    let stall = longest_stall(async {
        for _ in 0..50 {
            rows(&driver, "INSERT INTO t VALUES (1)", vec![]).await.unwrap();
            let mut connection = driver.acquire().await.unwrap();
            connection.begin(&TransactionOptions::default()).await.unwrap();
            connection.run(request("INSERT INTO t VALUES (1)", vec![])).await.unwrap();
            connection.commit().await.unwrap();
        }
    });
    println!("commits: longest stall {:?}", stall.await);
    assert_eq!(number(&driver, "SELECT count(*) FROM t").await, 100);
}

#[tokio::test]
async fn a_long_read_gives_every_row_once() {
    let driver = memory().await;
    script(&driver, MILLION).await;
    // Rows far apart: it is stopped in between, and begun again.
    let outcome = driver.run(request("SELECT id FROM t WHERE n % 500 = 7", vec![])).await.unwrap();
    let found = sink::<Rows>(outcome);
    let expected: Vec<_> =
        (1..=1_000_000).filter(|id| id % 500 == 7).map(|id| vec![Cell::Integer(id)]).collect();
    assert_eq!(found.rows, expected);
    let none = driver.run(request("SELECT id FROM t WHERE n = -1", vec![])).await.unwrap();
    assert_eq!(sink::<Rows>(none).restarts, 1);
}

#[tokio::test]
async fn a_mass_write_in_a_transaction_is_not_stopped() {
    let driver = memory().await;
    script(&driver, MILLION).await;
    let mut connection = driver.acquire().await.unwrap();
    connection.begin(&TransactionOptions::default()).await.unwrap();
    let outcome = connection
        .run(request("UPDATE t SET n = n + 1 WHERE id <= 200000 RETURNING id", vec![]))
        .await
        .unwrap();
    assert_eq!(outcome.affected, 200_000);
    let returned = sink::<Rows>(outcome);
    assert_eq!((returned.rows.len(), returned.restarts), (200_000, 0));
    connection.commit().await.unwrap();
}

/// Wants a pause after every so many rows, and has had enough at some point.
#[derive(Debug)]
struct Stream {
    batch: usize,
    end: usize,
    taken: usize,
    drains: usize,
    stops_in_drain: bool,
}

impl RowSink for Stream {
    fn row(&mut self, _: &dyn Row) -> Result<Flow> {
        self.taken += 1;
        Ok(match self.taken {
            taken if taken == self.end && !self.stops_in_drain => Flow::Stop,
            taken if taken.is_multiple_of(self.batch) => Flow::Pause,
            _ => Flow::More,
        })
    }

    fn restart(&mut self) -> bool {
        // Its rows have left.
        self.taken == 0
    }

    fn drain(&mut self) -> BoxFuture<'_, Flow> {
        Box::pin(async move {
            tokio::task::yield_now().await;
            self.drains += 1;
            if self.stops_in_drain && self.taken >= self.end { Flow::Stop } else { Flow::More }
        })
    }
}

#[tokio::test(flavor = "current_thread")]
async fn sinks_pause_and_stop() {
    let driver = memory().await;
    script(&driver, MILLION).await;
    for stops_in_drain in [false, true] {
        for (batch, end) in [(1, 10), (10, 1_000), (300, 3_000), (1_000, 100_000)] {
            let stream = Stream { batch, end, taken: 0, drains: 0, stops_in_drain };
            // Gaps between rows that are longer than the stay: a stream cannot begin again, so it goes on.
            let mut request =
                Request::new(text("SELECT id FROM t WHERE ?1 OR n % 9 = 0"), vec![Value::Bool(end > 10)]);
            request.sink = Some(Box::new(stream));
            let stream = sink::<Stream>(driver.run(request).await.unwrap());
            assert_eq!(stream.taken, end);
            assert_eq!(stream.drains, end / batch - usize::from(!stops_in_drain), "{batch} {end}");
        }
    }
    // A write takes effect though its rows are not wanted.
    let mut request = Request::new(
        text("DELETE FROM t WHERE id <= ?1 RETURNING id"),
        vec![Value::Integer(SqlType::BigInt, 100)],
    );
    request.sink = Some(Box::new(Stream { batch: 10, end: 30, taken: 0, drains: 0, stops_in_drain: false }));
    assert_eq!(driver.run(request).await.unwrap().affected, 100);
    assert_eq!(number(&driver, "SELECT count(*) FROM t").await, 999_900);
}
