//! Several tasks on one junction at once.
use orm::Result;
use orm::prelude::*;

use super::fixture::*;
use crate::case::Test;

crate::cases!["many_to_many": [
    add_parallel,
    eight_tasks_change_one_junction,
    sets_in_parallel_leave_one_of_the_lists,
]];

const TASKS: i64 = 8;

/// Runs the tasks, with a number each, and gives the first error.
async fn all_of<F>(work: impl Fn(i64) -> F) -> Result<()>
where
    F: Future<Output = Result<()>> + Send + 'static,
{
    let running: Vec<_> = (0..TASKS).map(|task| tokio::spawn(work(task))).collect();
    for task in running {
        task.await.unwrap()?;
    }
    Ok(())
}

/// Other than in the oracle, nobody is refused.
async fn add_parallel(Test { db, .. }: Test) -> Result<()> {
    let Team { u1, .. } = team(&db).await?;
    all_of(|_| {
        let (db, u1) = (db.clone(), u1.clone());
        async move { u1.add_projects(&db, [1, 2, 3]).await }
    })
    .await?;
    assert_eq!(links(&db).await?, [(1, 1), (1, 2), (1, 3)]);
    Ok(())
}

/// Every task works on projects of its own, and all of them on one that is shared; what a task adds last stays.
async fn eight_tasks_change_one_junction(Test { db, .. }: Test) -> Result<()> {
    let Team { u1, u2, .. } = team(&db).await?;
    Project::insert_all(&db, (0..2 * TASKS).map(|_| Project::build().name("p"))).await?;
    all_of(|task| {
        let (db, users) = (db.clone(), [u1.clone(), u2.clone()]);
        async move {
            let (mine, other) = (4 + 2 * task, 5 + 2 * task);
            for round in 0..250 {
                let user = &users[round % 2];
                user.add_projects(&db, [mine, 1]).await?;
                user.add_project(&db, other).await?;
                user.remove_projects(&db, [other, 2]).await?;
                assert!(user.has_project(&db, mine).await?, "nobody else removes it");
            }
            Ok(())
        }
    })
    .await?;
    let mine = (0..TASKS).map(|task| 4 + 2 * task);
    let expected: Vec<_> = [1].into_iter().chain(mine).collect();
    assert_eq!(ids(&u1.get_projects(&db).await?), expected);
    assert_eq!(ids(&u2.get_projects(&db).await?), expected);
    Ok(())
}

async fn sets_in_parallel_leave_one_of_the_lists(Test { db, .. }: Test) -> Result<()> {
    let Team { u1, .. } = team(&db).await?;
    Project::insert_all(&db, (0..2 * TASKS).map(|_| Project::build().name("p"))).await?;
    all_of(|task| {
        let (db, u1) = (db.clone(), u1.clone());
        async move {
            for _ in 0..125 {
                u1.set_projects(&db, [4 + 2 * task, 5 + 2 * task]).await?;
                u1.add_project(&db, 4 + 2 * task).await?;
            }
            Ok(())
        }
    })
    .await?;
    u1.set_projects(&db, [1]).await?;
    all_of(|task| {
        let (db, u1) = (db.clone(), u1.clone());
        async move { u1.set_projects(&db, [4 + 2 * task, 5 + 2 * task]).await }
    })
    .await?;
    let left = ids(&u1.get_projects(&db).await?);
    assert!(left.len() == 2 && left[0] % 2 == 0 && left[1] == left[0] + 1, "{left:?}");
    Ok(())
}
