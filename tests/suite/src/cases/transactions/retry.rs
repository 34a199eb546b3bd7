//! Transactions that are run again after a collision.
use orm::prelude::*;
use orm::{Error, ErrorKind, Result, TransactionOptions};

use crate::case::Test;
use crate::cases::support::{assert_clean, kind};

crate::cases!["transactions": [
    collision_is_run_again,
    collisions_end_after_the_last_retry,
    concurrent_retries_lose_no_update,
    other_errors_are_not_run_again,
]];

#[derive(Model, Debug, Clone, PartialEq)]
struct Counter {
    id: i64,
    value: i64,
}

const SCHEMA: Schema = schema![Counter];

fn failure(kind: ErrorKind) -> Error {
    Error::new(kind, "said by the test")
}

async fn collision_is_run_again(Test { db, .. }: Test) -> Result<()> {
    SCHEMA.sync(&db).await?;
    let mut runs = 0;
    let stored = db
        .transaction_with_retries(TransactionOptions::serializable(), 2, async |tx| {
            runs += 1;
            let counter = Counter::build().value(runs).insert(tx).await?;
            match runs {
                1 => Err(failure(ErrorKind::Serialization)),
                2 => Err(failure(ErrorKind::Deadlock)),
                _ => Ok(counter),
            }
        })
        .await?;
    assert_eq!((runs, stored.value), (3, 3));
    assert_eq!(Counter::query().all(&db).await?, [stored]);
    assert_clean::<Counter>(&db, 1).await
}

async fn collisions_end_after_the_last_retry(Test { db, .. }: Test) -> Result<()> {
    SCHEMA.sync(&db).await?;
    for retries in [0, 3] {
        let mut runs = 0;
        let given_up = db.transaction_with_retries(TransactionOptions::new(), retries, async |tx| {
            runs += 1;
            Counter::build().value(1).insert(tx).await?;
            Err::<(), _>(failure(ErrorKind::Deadlock))
        });
        assert_eq!(kind(given_up.await), ErrorKind::Deadlock);
        assert_eq!(runs, retries + 1);
    }
    assert_clean::<Counter>(&db, 0).await
}

async fn other_errors_are_not_run_again(Test { db, .. }: Test) -> Result<()> {
    SCHEMA.sync(&db).await?;
    for other in [ErrorKind::ConnectionLost, ErrorKind::Busy, ErrorKind::UniqueViolation] {
        let mut runs = 0;
        let failed = db.transaction_with_retries(TransactionOptions::new(), 5, async |tx| {
            runs += 1;
            Counter::build().value(1).insert(tx).await?;
            Err::<(), _>(failure(other))
        });
        assert_eq!(kind(failed.await), other);
        assert_eq!(runs, 1);
    }
    assert_clean::<Counter>(&db, 0).await
}

async fn count_up(db: Db, rounds: i64) -> Result<()> {
    for _ in 0..rounds {
        db.transaction_with_retries(TransactionOptions::serializable(), 1_000, async |tx| {
            let mut counter = Counter::get(tx, 1).await?;
            let value = counter.value + 1;
            counter.update(tx).set(Counter::VALUE, value).await
        })
        .await?;
    }
    Ok(())
}

/// Nothing is locked by hand: where the database lets transactions collide, they are run again.
async fn concurrent_retries_lose_no_update(Test { db, .. }: Test) -> Result<()> {
    const TASKS: i64 = 4;
    const ROUNDS: i64 = 10;
    SCHEMA.sync(&db).await?;
    Counter::build().value(0).insert(&db).await?;
    let running: Vec<_> = (0..TASKS).map(|_| tokio::spawn(count_up(db.clone(), ROUNDS))).collect();
    for task in running {
        task.await.unwrap()?;
    }
    assert_eq!(Counter::get(&db, 1).await?.value, TASKS * ROUNDS);
    assert_clean::<Counter>(&db, 1).await
}
