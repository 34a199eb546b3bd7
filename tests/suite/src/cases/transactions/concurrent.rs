//! Several tasks at once.
use orm::prelude::*;
use orm::schema::Schema;
use orm::{Result, schema};

use crate::case::Test;
use crate::cases::support::assert_clean;

crate::cases!["transactions": [
    concurrent_read_modify_write_loses_no_update,
    concurrent_sets_leave_one_of_the_lists,
    concurrent_single_writes_all_arrive,
]];

#[derive(Model, Debug, Clone, PartialEq)]
#[has_many(Entry)]
struct Counter {
    id: i64,
    value: i64,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[belongs_to(Counter)]
struct Entry {
    id: i64,
    task: i64,
    counter_id: Option<i64>,
}

const SCHEMA: Schema = schema![Counter, Entry];
const TASKS: i64 = 8;

/// Runs this many tasks with a number each, and gives the first error.
async fn all_of<F>(tasks: i64, work: impl Fn(i64) -> F) -> Result<()>
where
    F: Future<Output = Result<()>> + Send + 'static,
{
    let running: Vec<_> = (0..tasks).map(|number| tokio::spawn(work(number))).collect();
    for task in running {
        task.await.unwrap()?;
    }
    Ok(())
}

async fn increment(db: &Db, task: i64) -> Result<()> {
    db.transaction(async |tx| {
        let mut counter = Counter::query().filter(Counter::ID.eq(1)).for_update().one(tx).await?;
        let value = counter.value + 1;
        counter.update(tx).set(Counter::VALUE, value).await?;
        counter.create_entry(tx, Entry::build().task(task)).await?;
        Ok(())
    })
    .await
}

async fn concurrent_read_modify_write_loses_no_update(Test { db, .. }: Test) -> Result<()> {
    SCHEMA.sync(&db).await?;
    Counter::build().value(0).insert(&db).await?;
    let work = |task| {
        let db = db.clone();
        async move {
            for _ in 0..50 {
                increment(&db, task).await?;
            }
            Ok(())
        }
    };
    all_of(TASKS, work).await?;
    let counter = Counter::get(&db, 1).await?;
    assert_eq!(counter.value, 50 * TASKS);
    for task in 0..TASKS {
        assert_eq!(counter.count_entries(&db).filter(Entry::TASK.eq(task)).await?, 50);
    }
    assert_clean::<Entry>(&db, 400).await
}

async fn concurrent_single_writes_all_arrive(Test { db, .. }: Test) -> Result<()> {
    SCHEMA.sync(&db).await?;
    Counter::build().value(0).insert(&db).await?;
    let work = |task| {
        let db = db.clone();
        async move {
            for _ in 0..25 {
                Counter::update_where(Counter::ID.eq(1)).add(Counter::VALUE, 1).execute(&db).await?;
                Entry::build().task(task).insert(&db).await?;
                Entry::query().filter(Entry::TASK.eq(task)).count(&db).await?;
            }
            Ok(())
        }
    };
    all_of(TASKS, work).await?;
    assert_eq!(Counter::get(&db, 1).await?.value, 25 * TASKS);
    assert_clean::<Entry>(&db, 200).await
}

/// Two lists that are set at the same time never mix.
async fn concurrent_sets_leave_one_of_the_lists(Test { db, backend }: Test) -> Result<()> {
    SCHEMA.sync(&db).await?;
    let counter = Counter::build().value(0).insert(&db).await?;
    let entries = Entry::insert_all(&db, (0..20).map(|task| Entry::build().task(task))).await?;
    let halves =
        [&entries[..10], &entries[10..]].map(|half| half.iter().map(|entry| entry.id).collect::<Vec<_>>());
    for _ in 0..20 {
        let work = |number: i64| {
            let (db, counter) = (db.clone(), counter.clone());
            let keys = halves[usize::from(number == 1)].clone();
            async move { counter.set_entries(&db, keys).await }
        };
        all_of(2, work).await?;
        let left = counter.get_entries(&db).order_by(Entry::ID.asc()).select(Entry::ID).await?;
        assert!(halves.contains(&left), "{left:?} on {}", backend.name());
    }
    Ok(())
}
