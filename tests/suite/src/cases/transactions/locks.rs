//! Rows that a transaction locks by reading them.
use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

use orm::prelude::*;
use orm::schema::Schema;
use orm::{ErrorKind, Result, schema};

use crate::case::Test;
use crate::cases::support::{assert_clean, kind};

crate::cases!["transactions": [
    locked_rows_can_be_counted,
    no_wait_reports_what_others_have_locked,
    workers_take_each_job_once,
]];

#[derive(Model, Debug, Clone, PartialEq)]
#[has_many(Job)]
struct Queue {
    id: i64,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[belongs_to(Queue)]
struct Job {
    id: i64,
    #[column(default = false)]
    done: bool,
    queue_id: i64,
}

const SCHEMA: Schema = schema![Queue, Job];

async fn queue(db: &Db, jobs: usize) -> Result<Queue> {
    SCHEMA.sync(db).await?;
    let queue = Queue::build().insert(db).await?;
    Job::insert_all(db, (0..jobs).map(|_| Job::build().queue(&queue))).await?;
    Ok(queue)
}

async fn workers_take_each_job_once(Test { db, .. }: Test) -> Result<()> {
    let queue = queue(&db, 40).await?;
    let taken = Arc::new(Mutex::new(Vec::new()));
    let workers: Vec<_> = (0..4)
        .map(|_| {
            let (db, queue, taken) = (db.clone(), queue.clone(), Arc::clone(&taken));
            tokio::spawn(async move {
                loop {
                    let id = db
                        .transaction(async |tx| {
                            let open = queue.get_jobs(tx).filter(Job::DONE.eq(false)).order_by(Job::ID.asc());
                            let Some(mut job) = open.skip_locked().first().await? else { return Ok(None) };
                            job.update(tx).set(Job::DONE, true).await?;
                            Ok(Some(job.id))
                        })
                        .await?;
                    match id {
                        Some(id) => taken.lock().unwrap().push(id),
                        None => return orm::Result::Ok(()),
                    }
                }
            })
        })
        .collect();
    for worker in workers {
        worker.await.unwrap()?;
    }
    let taken = taken.lock().unwrap().clone();
    assert_eq!(taken.len(), 40, "no job was taken twice, and none left");
    assert_eq!(taken.iter().collect::<BTreeSet<_>>().len(), 40);
    assert_clean::<Job>(&db, 40).await
}

/// Where rows have locks; elsewhere a transaction that may write has locked the database before it reads.
async fn no_wait_reports_what_others_have_locked(Test { db, .. }: Test) -> Result<()> {
    let queue = queue(&db, 2).await?;
    let jobs = Job::query().order_by(Job::ID.asc());
    let tx = db.begin().await?;
    let first = jobs.clone().for_update().first(&tx).await?.unwrap();
    if db.dialect().features().row_locks {
        assert_eq!(kind(jobs.clone().no_wait().all(&db).await), ErrorKind::Busy);
        assert_eq!(kind(queue.get_jobs(&db).no_wait().await), ErrorKind::Busy);
        assert_eq!(jobs.clone().skip_locked().all(&db).await?.len(), 1);
    }
    assert_eq!(jobs.clone().no_wait().first(&tx).await?, Some(first.clone()), "its own lock disturbs nobody");
    tx.commit().await?;
    assert_eq!(jobs.no_wait().all(&db).await?.len(), 2);
    assert_eq!(first.get_queue(&db).no_wait().await?, queue);
    Ok(())
}

async fn locked_rows_can_be_counted(Test { db, .. }: Test) -> Result<()> {
    let queue = queue(&db, 3).await?;
    let tx = db.begin().await?;
    let jobs = queue.get_jobs(&tx).for_update();
    assert_eq!(jobs.count().await?, 3);
    let jobs = Job::query().for_update();
    assert!(jobs.clone().exists(&tx).await?);
    assert_eq!(jobs.clone().limit(2).count(&tx).await?, 2);
    assert_eq!(jobs.clone().max(&tx, Job::ID).await?, Some(3));
    assert_eq!(jobs.page(&tx, 1, 2).await?.total, 3);
    tx.commit().await
}
